"""What open pages are told."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from cop import db
from cop.engines import WRITES
from cop.forum import commands, queries
from cop.models import Decision, Person, Policy, Post, Review, State, Verdict
from tests.people import World, newcomer, set_policy

Write = Callable[..., Post]
CANARY = "canaryword"


def test_a_reply_reaches_the_readers_and_nobody_else(
    bob: Person, ann: Person, mallory: Person, world: World, start: Write, reply: Write, listen
) -> None:
    topic_id = start(ann).topic_id
    for_bob, for_mallory, for_staff = listen(bob), listen(mallory), listen_staff(world, listen)
    post = reply(ann, topic_id, f"A {CANARY}")
    [change] = for_bob("topic:changed")
    assert (change["topic"], change["post"], change["position"]) == (topic_id, post.id, 2)
    assert (change["space"], change["state"], change["author"]) == ("cohort-1", "released", ann.id)
    assert CANARY in change["html"]
    assert 'id="post-' in change["html"]
    assert "1 reply" in change["row_html"]
    assert for_staff("topic:changed"), "staff read a cohort"
    assert for_mallory("topic:changed") == []
    start(mallory, space=world.other)
    assert for_mallory("topic:changed"), "she does hear of her own space"


def test_words_that_are_hidden_meanwhile_reach_nobody(
    bob: Person, ann: Person, start: Write, reply: Write, listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its command has left the post as it was; what is told of it is what it is by then."""
    topic_id, for_bob, news_of = start(ann).topic_id, listen(bob), queries.news_of

    def hidden_first(post_id: int) -> queries.News:
        hidden = {"state": State.HIDDEN, "changed": Post.changed + 1}
        db.session.connection(execution_options=WRITES)
        db.session.execute(sa.update(Post).where(Post.id == post_id).values(hidden))
        return news_of(post_id)

    reply(ann, topic_id, f"Not hidden {CANARY}")
    assert CANARY in for_bob("topic:changed")[0]["html"]
    monkeypatch.setattr(queries, "news_of", hidden_first)
    reply(ann, topic_id, f"Hidden {CANARY}")
    [change] = for_bob("topic:changed")
    assert change["state"] == "hidden"
    assert CANARY not in str(change)


def listen_staff(world: World, listen) -> Callable:
    """Staff read no network page; any page of theirs has the token."""

    @db.command
    def join() -> None:
        from tests.people import join

        join(world.staff, world.network)

    join()
    return listen(world.staff)


def test_open_tabs_learn_that_something_is_unread(
    bob: Person, ann: Person, start: Write, reply: Write, listen
) -> None:
    topic_id = start(ann).topic_id
    for_bob, for_ann = listen(bob), listen(ann)
    reply(ann, topic_id)
    assert for_bob("badge") == [{"space": "cohort-1"}]
    assert for_ann("badge") == [], "one's own is not unread"


def test_what_is_held_is_told_to_no_reader(
    world: World, bob: Person, start: Write, reply: Write, listen, change
) -> None:
    topic_id = start(bob).topic_id
    set_policy(world.cohort, Policy.FIRST_HELD)
    nora = newcomer("nora", world.cohort, world.network)
    for_bob, for_nora = listen(bob), listen(nora)
    held, topic = reply(nora, topic_id, CANARY), start(nora, CANARY, CANARY)
    assert for_bob("topic:changed") == for_nora("topic:changed") == []
    assert for_bob("badge") == []
    commands.edit_post(actor_id=nora.id, post_id=held.id, text=f"{CANARY} again", version=1)
    commands.remove_post(actor_id=nora.id, post_id=topic.id)
    assert for_bob("topic:changed") == []
    change(held, "release")
    assert [each["post"] for each in for_bob("topic:changed")] == [held.id]
    [released] = for_nora("topic:changed")
    assert "Waiting for a moderator" not in released["html"], "her own page shows that it is out"


def test_a_declined_one_is_told_to_its_author_with_the_reason(
    world: World, ann: Person, bob: Person, start: Write, reply: Write, listen
) -> None:
    topic_id = start(bob).topic_id
    set_policy(world.cohort, Policy.FIRST_HELD)
    nora = newcomer("nora", world.cohort, world.network)
    held = reply(nora, topic_id, CANARY)
    for_bob, for_nora = listen(bob), listen(nora)

    @db.command
    def decline() -> None:
        review = db.session.query(Review).one()
        db.get(Post, held.id).decline()
        about = {"space_id": world.cohort.id, "actor_id": ann.id, "post_id": held.id}
        review.decide(Decision.log(Verdict.DECLINE, **about, reason="Names a patient."))

    decline()
    assert for_bob("topic:changed") == []
    [change] = for_nora("topic:changed")
    assert change["state"] == "declined"
    assert "Names a patient." in change["html"]


@pytest.mark.parametrize(
    ("verb", "words"), [("hide", "Hidden by a moderator"), ("remove", "Removed by its author")]
)
def test_what_is_gone_is_told_without_its_words(
    ann: Person, bob: Person, start: Write, reply: Write, listen, change, verb: str, words: str
) -> None:
    topic_id = start(ann).topic_id
    post = reply(ann, topic_id, CANARY)
    for_bob = listen(bob)
    change(post, verb)
    [told] = for_bob("topic:changed")
    assert words in told["html"]
    assert CANARY not in str(told)
    change(post, "release")
    assert CANARY in for_bob("topic:changed")[0]["html"], "the test would see it if it were there"


def test_a_hidden_topic_leaves_open_lists(
    ann: Person, bob: Person, start: Write, reply: Write, listen, change
) -> None:
    opening = start(ann, CANARY, "Words")
    other = reply(ann, opening.topic_id, "More words")
    for_bob = listen(bob)
    change(opening, "hide")
    [told] = for_bob("topic:changed")
    assert (told["row_html"], told["state"]) == ("", "hidden")
    assert CANARY not in str(told)
    change(other, "hide")
    assert for_bob("topic:changed") == [], "within a topic that is gone nothing is told"


def test_a_released_post_that_waits_again_is_not_pushed(
    bob: Person, ann: Person, start: Write, reply: Write, listen, change
) -> None:
    post = reply(ann, start(ann).topic_id, "Words")
    for_bob = listen(bob)
    change(post, "hold")
    commands.edit_post(actor_id=ann.id, post_id=post.id, text=CANARY, version=1)
    assert CANARY not in str(for_bob("topic:changed"))
    change(post, "release")
    assert CANARY in str(for_bob("topic:changed"))


def test_a_lock_and_a_pin_are_told(ann: Person, bob: Person, start: Write, listen) -> None:
    topic_id = start(bob).topic_id
    for_bob = listen(bob)
    commands.lock_topic(actor_id=ann.id, topic_id=topic_id)
    commands.pin_topic(actor_id=ann.id, topic_id=topic_id)
    locked, pinned = for_bob("topic:changed")
    assert (locked["is_locked"], locked["is_pinned"]) == (True, False)
    assert (pinned["is_pinned"], "Pinned" in pinned["row_html"]) == (True, True)
    assert "post" not in pinned


def test_who_was_just_put_out_hears_nothing(
    world: World, ann: Person, bob: Person, start: Write, reply: Write, listen
) -> None:
    topic_id = start(ann).topic_id
    for_bob = listen(bob)
    reply(ann, topic_id)
    assert for_bob("topic:changed")

    @db.command
    def put_out() -> None:
        from cop.models import Membership

        Membership.of(bob.id, world.cohort.id).leave()

    put_out()
    reply(ann, topic_id)
    assert for_bob("topic:changed") == []
