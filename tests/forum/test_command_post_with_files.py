"""Posting with files: they are bound in the transaction that writes the post, once, and go where it goes."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Conflict, Invalid
from cop.forum import commands
from cop.forum.commands.binding import MOST_FILES
from cop.forum.queries import post_shown
from cop.models import Attachment, Person, Policy, Post, State
from tests.attachments import attach, picture
from tests.people import World, key, set_policy


def posts() -> int:
    return db.session.scalar(sa.select(sa.func.count(Post.id))) or 0


def names_of(post: Post) -> list[tuple[str, str]]:
    return [(each.name, each.description) for each in post_shown(post.id).post.attachments]


def test_a_topic_begins_with_files_in_the_order_of_the_form(world: World, bob: Person) -> None:
    first, second = attach(bob, world.cohort, "a.txt"), attach(bob, world.cohort, "b.png", picture())
    post = commands.open_topic(
        actor_id=bob.id,
        space_id=world.cohort.id,
        title="Plan",
        text="See both.",
        key=key(),
        files={second.id: "  The ward\nfrom above " + "x" * 400, first.id: ""},
    )
    assert post.attached == 2
    (one, described), two = names_of(post)
    assert (one, two) == ("b.png", ("a.txt", ""))
    assert described.startswith("The ward from above x")
    assert len(described) == 300


def test_a_reply_takes_files_and_one_without_has_none(world: World, bob: Person, start, reply) -> None:
    topic_id = start(bob).topic_id
    row = attach(bob, world.cohort)
    post = commands.post_reply(actor_id=bob.id, topic_id=topic_id, text="Here", key=key(), files={row.id: ""})
    assert names_of(post) == [("plan.txt", "")]
    assert names_of(reply(bob, topic_id)) == []


def test_the_same_again_is_the_first_post_with_its_files(world: World, bob: Person, start) -> None:
    topic_id, same, row = start(bob).topic_id, key(), attach(bob, world.cohort)
    sent = {"actor_id": bob.id, "topic_id": topic_id, "text": "Here", "key": same}
    first, second = (commands.post_reply(**sent, files={row.id: "x"}) for _ in range(2))
    assert first.id == second.id
    for other in ({}, {row.id: "y"}):
        with pytest.raises(Conflict):
            commands.post_reply(**sent, files=other)
    assert posts() == 2


def test_a_held_post_takes_its_files_with_it(world: World, bob: Person) -> None:
    set_policy(world.cohort, Policy.ALL_HELD)
    row = attach(bob, world.cohort)
    post = commands.open_topic(
        actor_id=bob.id, space_id=world.cohort.id, title="x", text="y", key=key(), files={row.id: ""}
    )
    assert post.state is State.HELD
    assert names_of(post) == [("plan.txt", "")]


def test_only_ones_own_unposted_files_of_that_space_are_taken(
    world: World, ann: Person, bob: Person, mallory: Person, start
) -> None:
    topic_id = start(bob).topic_id
    posted = attach(bob, world.cohort)
    commands.post_reply(actor_id=bob.id, topic_id=topic_id, text="1", key=key(), files={posted.id: ""})
    others = [
        posted.id,
        attach(ann, world.cohort).id,
        attach(bob, world.set_a).id,
        attach(mallory, world.other).id,
        10**9,
    ]
    before, mine = posts(), attach(bob, world.cohort)
    for each in others:
        with pytest.raises(Invalid, match="Your text is kept") as refused:
            commands.post_reply(
                actor_id=bob.id, topic_id=topic_id, text="2", key=key(), files={mine.id: "", each: ""}
            )
        assert refused.value.field == "file"
    assert posts() == before
    assert db.get(Attachment, mine.id).post_id is None, "what was refused takes nothing"
    post = commands.post_reply(actor_id=bob.id, topic_id=topic_id, text="2", key=key(), files={mine.id: ""})
    assert names_of(post) == [("plan.txt", "")]


def test_a_post_takes_so_many_files_at_most(world: World, bob: Person, start) -> None:
    topic_id = start(bob).topic_id
    files = {attach(bob, world.cohort).id: "" for _ in range(MOST_FILES + 1)}
    with pytest.raises(Invalid, match=f"at most {MOST_FILES} files"):
        commands.post_reply(actor_id=bob.id, topic_id=topic_id, text="x", key=key(), files=files)
    files.popitem()
    assert commands.post_reply(actor_id=bob.id, topic_id=topic_id, text="x", key=key(), files=files).attached
