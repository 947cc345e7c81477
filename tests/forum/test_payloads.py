"""What was rendered of a post is kept and used again for all who read it, and never shown once it is not so any more
(I5), nor to anybody whose own query did not find the post.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest

from cop import db, policy
from cop.forum import payloads, queries
from cop.models import Person, Policy, Post
from tests.forum.test_queries_stamps import CHANGES, do, things
from tests.people import World, newcomer, set_policy
from tests.rendered import noted

Write = Callable[..., Post]
Read = Callable[..., str]
__all__ = ["things"]


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Ids of the posts that were rendered, each time."""
    return noted(monkeypatch, Post)


def articles(page: str) -> list[str]:
    return re.findall(r"<article.*?</article>", page, re.DOTALL)


def test_a_post_is_rendered_once_for_its_push_and_everybodys_page(
    world: World, bob: Person, ann: Person, start: Write, reply: Write, read: Read, rendered: list[int]
) -> None:
    topic_id = start(bob).topic_id
    post = reply(ann, topic_id)
    rendered.clear()
    pages = [articles(read(person, f"/topics/{topic_id}")) for person in (bob, ann, world.staff, bob)]

    assert rendered == [], "as they were pushed"
    assert all(page == pages[0] for page in pages), "a member, a moderator and staff are shown the same bytes"
    payloads._kept.clear()
    assert articles(read(world.staff, f"/topics/{topic_id}")) == pages[0]
    assert rendered == [post.id - 1, post.id]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_shown_is_what_would_be_rendered_now(
    change: str, ann: Person, things: dict[str, Post], read: Read, rendered: list[int]
) -> None:
    topic_id = things["post"].topic_id
    known = articles(read(ann, f"/topics/{topic_id}"))
    rendered.clear()
    assert articles(read(ann, f"/topics/{topic_id}")) == known
    assert rendered == []
    CHANGES[change](things)
    if change == "in another topic":
        topic_id = things["other"].topic_id
    shown = articles(read(ann, f"/topics/{topic_id}"))

    assert shown != known
    payloads._kept.clear()
    assert shown == articles(read(ann, f"/topics/{topic_id}"))
    if change in ("edited", "removed", "hidden"):
        assert "Careful" not in str(shown)


def test_what_waits_is_never_kept(
    world: World, bob: Person, ann: Person, start: Write, reply: Write, read: Read, rendered: list[int]
) -> None:
    topic_id = start(bob).topic_id
    set_policy(world.cohort, Policy.ALL_HELD)
    nora = newcomer("nora", world.cohort)
    held = reply(nora, topic_id, "Waiting words")
    rendered.clear()
    for person in (nora, ann):
        assert "Waiting words" in read(person, f"/topics/{topic_id}")
    assert rendered == [held.id] * 2
    for person in (bob, world.staff):
        assert "Waiting words" not in read(person, f"/topics/{topic_id}")
    assert all(stamp.id != held.id for stamp in next(iter(payloads._kept.values())))


def test_it_is_shown_to_nobody_who_may_not_know_of_it(
    ann: Person, bob: Person, mallory: Person, start: Write, reply: Write, read: Read, world: World
) -> None:
    topic_id = start(bob, text="Kept words").topic_id
    assert "Kept words" in read(ann, f"/topics/{topic_id}")
    assert "Kept words" not in read(mallory, f"/topics/{topic_id}", 404)

    @db.command
    def held_again() -> None:
        db.get(Post, reply_id).hold()

    reply_id = reply(bob, topic_id, "Released by mistake").id
    assert "by mistake" in read(world.staff, f"/topics/{topic_id}")
    held_again()
    assert "by mistake" in read(bob, f"/topics/{topic_id}"), "his own"
    assert "by mistake" not in read(world.staff, f"/topics/{topic_id}")


def test_what_was_rendered_first_is_forgotten_first(
    monkeypatch: pytest.MonkeyPatch, bob: Person, start: Write, reply: Write, read: Read, rendered: list[int]
) -> None:
    topic_id = start(bob).topic_id
    posts = [reply(bob, topic_id) for _ in range(3)]
    payloads._kept.clear()
    size = sum(map(len, articles(read(bob, f"/topics/{topic_id}"))[-2:]))
    payloads._kept.clear()
    monkeypatch.setattr(payloads, "KEPT", size + 1_000)
    read(bob, f"/topics/{topic_id}")
    (memory,) = payloads._kept.values()

    assert [stamp.id for stamp in memory] == [each.id for each in posts[1:]]
    assert memory.size == sum(map(len, memory.values())) <= payloads.KEPT


@pytest.mark.parametrize("verb", ["hide", "hold"])
def test_what_changes_between_stamp_and_post_is_shown_as_it_is(
    monkeypatch: pytest.MonkeyPatch, world: World, bob: Person, start: Write, reply: Write, verb: str
) -> None:
    topic_id = start(bob).topic_id
    post = reply(bob, topic_id, "Careful words")
    payloads._kept.clear()
    stamps_on = queries.stamps_on

    def and_then(*asked: Any) -> Any:
        found = stamps_on(*asked)
        do(post, verb)
        db.session.remove()
        return found

    actor = policy.load_actor(world.staff.id)
    topic = db.session.scalars(queries.topic_in(actor, topic_id)).unique().one()
    monkeypatch.setattr(queries, "stamps_on", and_then)
    shown = payloads.posts_on(actor, topic, 1)

    assert "Careful" not in "".join(each.html for each in shown)
    assert len(shown) == (2 if verb == "hide" else 1), "what waits again is found by nobody else"
