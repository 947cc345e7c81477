"""What happens elsewhere and shows in the room: moderators' decisions, members who come, go and change (P6, S8)."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.chat import reactions
from cop.events import MessageReleased, ReviewDecided
from cop.models import Decision, Message, Person, Policy, Review, ReviewKind, RoleName, Verdict
from tests import people
from tests.chat.conftest import evict, let_moderator, shut_out, take_roles
from tests.people import World

CLOSED = {"space": "cohort-1", "reason": "You can no longer read this room."}


def test_nothing_said_after_a_removal_reaches_who_was_removed(world: World, socket_for, say, ann, bob):
    anns, bobs = socket_for(ann), socket_for(bob)
    first = say(ann, "Before")
    assert len(bobs.heard("message:new")) == 1
    evict(bob, world.cohort)
    assert bobs.heard() == [CLOSED]

    say(ann, "After")
    let_moderator("hide", first)
    anns.ask("room:here", space="cohort-1")
    anns.ask("room:typing", space="cohort-1")
    assert bobs.heard() == []
    assert len(anns.heard("message:new", "message:changed")) == 3
    say(ann, "In the set", space=world.set_a)
    assert len(bobs.heard("message:new")) == 1


def test_who_comes_back_does_not_hear_what_was_said_meanwhile_but_what_follows(
    world, socket_for, say, ann, bob
):
    bobs = socket_for(bob)
    shut_out(bob, world.cohort, until=clock.now() + timedelta(days=1))
    say(ann, "Meanwhile")
    assert bobs.heard() == [CLOSED]
    shut_out(bob, world.cohort, until=None)

    assert bobs.heard() == [{"space": "cohort-1", "may": ["say", "mark"], "state": "open", "slow": 0}]
    say(ann, "Again")
    assert [each["seq"] for each in bobs.heard("message:new")] == [2]


def test_a_suspension_ends_by_itself(world: World, socket_for, say, ann: Person, bob: Person):
    bobs, until = socket_for(bob), clock.now() + timedelta(hours=1)
    shut_out(bob, world.cohort, until=until)
    say(ann)
    assert bobs.heard("message:new") == []

    with clock.at(until):
        say(ann)
    assert len(bobs.heard("message:new")) == 1


def test_a_change_of_roles_tells_what_one_may_do_now(world: World, socket_for, ann: Person, bob: Person):
    anns, bobs = socket_for(ann), socket_for(bob)
    take_roles(bob, world.cohort, RoleName.OBSERVER)
    take_roles(ann, world.cohort, RoleName.MEMBER)

    assert bobs.heard() == [{"space": "cohort-1", "may": [], "state": "open", "slow": 0}]
    assert anns.heard() == [{"space": "cohort-1", "may": ["say", "mark"], "state": "open", "slow": 0}]


def test_hiding_leaves_a_tombstone_and_restoring_brings_the_words_back(socket_for, say, ann, bob):
    anns, said = socket_for(ann), say(bob, "Careful words")
    anns.heard()
    for verb in ("hide", "release"):
        let_moderator(verb, said)
    hidden, restored = anns.heard("message:changed")

    assert (hidden["state"], restored["state"]) == ("hidden", "released")
    assert "Careful" not in hidden["html"]
    assert "Hidden by a moderator" in hidden["html"]
    assert "Careful words" in restored["html"]


def test_a_reply_quotes_nothing_that_was_taken_back(socket_for, say, ann: Person, bob: Person):
    base = say(ann, "Careful words")
    say(bob, "Indeed", reply_to=base.id)
    opened = socket_for(bob).ask("room:open", space="cohort-1")["messages"][1]["html"]
    assert "Ann: <span" in opened
    assert "Careful words" in opened
    let_moderator("hide", base)

    html = socket_for(bob).ask("room:open", space="cohort-1")["messages"][1]["html"]
    assert "Careful" not in html
    assert "message removed" in html


@db.command
def decide(message: Message, by: Person, *, verb: str) -> tuple[int, int]:
    """A moderator's decision on a held message, as (review, decision)."""
    row = db.get(Message, message.id)
    review = Review.open_for(row, ReviewKind.HELD)
    decision = Decision.log(Verdict.DECLINE, space_id=row.space_id, actor_id=by.id, message_id=row.id)
    getattr(row, verb)()
    review.decide(decision)
    return review.id, decision.id


def test_a_declined_line_is_told_to_its_author_alone(world: World, socket_for, say, ann: Person, bob: Person):
    people.set_policy(world.cohort, Policy.ALL_HELD)
    anns, bobs, held = socket_for(ann), socket_for(bob), say(bob, "Waiting")
    decide(held, ann, verb="decline")
    told = bobs.heard("message:changed")

    assert [(each["id"], each["state"], each["seq"], each["changed"]) for each in told] == [
        (held.id, "declined", None, None)
    ]
    assert "Declined by a moderator" in told[0]["html"]
    assert anns.heard("message:changed", "message:new") == []


def test_an_author_who_has_left_is_not_told(world: World, socket_for, say, ann: Person, bob: Person):
    people.set_policy(world.cohort, Policy.ALL_HELD)
    bobs, held = socket_for(bob), say(bob, "Waiting")
    evict(bob, world.cohort)
    bobs.heard()
    decide(held, ann, verb="decline")

    assert bobs.heard("message:changed") == []


def test_what_is_no_message_of_a_room_tells_nothing(world: World, socket_for, say, ann: Person, bob: Person):
    anns = socket_for(ann)
    people.set_policy(world.cohort, Policy.ALL_HELD)
    held = say(bob, "Waiting")
    anns.heard()
    reactions.show_message(MessageReleased(held.id))
    reactions.show_message(MessageReleased(999_999))
    reactions.tell_author(ReviewDecided(999_999, 1))
    assert anns.heard() == []

    people.set_policy(world.cohort, Policy.OPEN)
    reactions.show_message(MessageReleased(say(bob).id))
    assert len(anns.heard("message:new")) == 2


def test_saying_something_asks_for_its_readers_once(world: World, say, bob: Person, count_queries):
    say(bob)
    with count_queries() as queries:
        say(bob)

    assert not [query for query in queries if query.startswith("SELECT person.id \n")]
    assert len([query for query in queries if query.startswith(("INSERT INTO message", "UPDATE space"))]) == 2
    assert len(queries) <= 10


def test_what_was_told_is_forgotten_before_it_fills_the_memory(
    monkeypatch: pytest.MonkeyPatch, world, socket_for, ann
):
    monkeypatch.setattr(reactions, "_told", {("presence", number): clock.now() for number in range(3)})
    monkeypatch.setattr(reactions, "_MANY", 2)
    socket_for(ann).ask("room:here", space="cohort-1")

    assert len(reactions._told) == 1
