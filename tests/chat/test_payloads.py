"""What was rendered is kept and used again, and is never told once it is not so any more (I5)."""

import pytest
from flask import Flask

from cop import db
from cop.chat import payloads, queries
from cop.chat.payloads import payload
from cop.models import Message, Person, Policy
from tests import people
from tests.chat.conftest import let_moderator
from tests.chat.test_queries_stamps import CHANGES, room
from tests.people import World
from tests.rendered import noted


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Ids of the messages that were rendered, each time."""
    return noted(monkeypatch, Message)


def test_a_line_is_rendered_once_for_its_ack_its_push_and_whoever_opens_the_room(
    socket_for, bob, ann, rendered
):
    anns, bobs = socket_for(ann), socket_for(bob)
    said = bobs.ask("message:send", space="cohort-1", key=people.key(), text="Once")["message"]
    opened = [socket.ask("room:open", space="cohort-1")["messages"] for socket in (anns, bobs, anns)]

    assert anns.heard("message:new") == [said]
    assert opened == [[said]] * 3
    assert rendered == [said["id"]]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_told_is_what_would_be_rendered_now(
    change, world: World, socket_for, say, ann, bob, rendered
):
    base, line = say(ann, "Base"), None
    line = say(bob, "Careful words", reply_to=base.id)
    socket = socket_for(ann)
    socket.ask("message:react", message=line.id, mark="agree", on=True)
    known = socket.ask("room:open", space="cohort-1")["messages"]
    rendered.clear()
    assert socket.ask("room:open", space="cohort-1")["messages"] == known
    assert rendered == []
    CHANGES[change]({"ann": ann, "bob": bob, "base": base, "line": line})
    told = socket.ask("room:open", space="cohort-1")["messages"]

    assert told != known
    payloads._kept.clear()
    assert told == socket.ask("room:open", space="cohort-1")["messages"]
    if change in ("edited", "removed", "hidden"):
        assert "Careful" not in str(told)


def test_what_waits_is_never_kept(world: World, say, bob: Person, rendered):
    people.set_policy(world.cohort, Policy.ALL_HELD)
    held = say(bob, "Waiting")
    payload(held), payload(held)

    assert rendered == [held.id] * 2


def test_what_was_rendered_first_is_forgotten_first(monkeypatch, world: World, say, bob: Person, rendered):
    monkeypatch.setattr(payloads, "KEPT", 2)
    said = [say(bob), say(bob), say(bob)]
    rendered.clear()
    space = room(bob)
    told = payloads.payloads(space, queries.newest(space))

    assert [each["id"] for each in told] == [each.id for each in said]
    assert rendered == [said[0].id]


def test_a_line_that_is_gone_meanwhile_is_left_out(app: Flask, world: World, say, bob: Person):
    say(bob)
    kept = say(bob)
    space = room(bob)
    stamps = queries.newest(space)
    payloads._kept.clear()

    assert [each["id"] for each in payloads.payloads(space, [stamps[0]._replace(id=999_999), stamps[1]])] == [
        kept.id
    ]


def test_what_was_hidden_between_stamp_and_line_is_told_as_it_is(world: World, say, bob: Person):
    line = say(bob, "Careful words")
    stamps = queries.newest(room(bob))
    let_moderator("hide", line)
    payloads._kept.clear()
    db.session.remove()
    (told,) = payloads.payloads(room(bob), stamps)

    assert told["state"] == "hidden"
    assert "Careful" not in told["html"]
