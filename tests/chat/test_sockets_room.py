"""Opening, catching up, scrolling back, reading and looking, over a socket: the same answers as the queries, for the
same people.
"""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, live
from cop.models import Person, Policy, Presence
from tests import people
from tests.chat.conftest import evict, let_moderator
from tests.people import World

ROOM_EVENTS = {
    "room:open": {},
    "room:sync": {"after": 0},
    "room:older": {"before": 9},
    "room:read": {"upto": 1},
    "room:here": {},
    "room:typing": {},
    "room:leave": {},
    "room:people": {"prefix": ""},
    "room:draft": {"text": "Begun"},
}
NOT_FOUND = {
    "ok": False,
    "error": {"code": "not_found", "message": "There is nothing here that you can open."},
}


@pytest.mark.parametrize("event", ROOM_EVENTS)
def test_members_are_answered_and_strangers_learn_nothing(event, world: World, socket_for, say, bob, mallory):
    say(bob, "Between us")
    asked = ROOM_EVENTS[event]
    stranger = socket_for(mallory)

    assert socket_for(bob).ask(event, space="cohort-1", **asked)["ok"]
    assert stranger.ask(event, space="cohort-2", **asked)["ok"]
    assert stranger.ask(event, space="cohort-1", **asked) == NOT_FOUND
    assert stranger.ask(event, space="no-such-room", **asked) == NOT_FOUND


@pytest.mark.parametrize("event", ROOM_EVENTS)
def test_an_open_socket_of_who_has_left_is_a_strangers(event, world: World, socket_for, say, bob: Person):
    say(bob)
    socket = socket_for(bob)
    assert socket.ask(event, space="cohort-1", **ROOM_EVENTS[event])["ok"]
    evict(bob, world.cohort)

    assert socket.ask(event, space="cohort-1", **ROOM_EVENTS[event]) == NOT_FOUND
    assert socket.ask(event, space="cohort-1-set-a", **ROOM_EVENTS[event])["ok"]


@pytest.mark.parametrize("event", ROOM_EVENTS)
@pytest.mark.parametrize("slug", [None, 1, True, ["cohort-1"], {"slug": "cohort-1"}])
def test_a_slug_is_a_text(event, slug, socket_for, bob: Person):
    socket = socket_for(bob)
    ack = socket.ask(event, space=slug, **ROOM_EVENTS[event])

    assert ack["error"]["code"] == "invalid"
    assert ack["error"]["field"] == "space"
    assert socket.ask("room:open", space="cohort-1")["ok"]


@pytest.mark.parametrize(
    ("event", "field"), [("room:sync", "after"), ("room:older", "before"), ("room:read", "upto")]
)
@pytest.mark.parametrize("value", [None, "1", True, 1.5, 2**53, -(2**53)])
def test_a_number_is_a_number(event, field, value, socket_for, bob: Person):
    ack = socket_for(bob).ask(event, space="cohort-1", **{field: value})

    assert (ack["error"]["code"], ack["error"].get("field")) == ("invalid", field)


def test_opening_gives_the_page_what_waits_who_is_here_and_what_i_may(
    world: World, socket_for, say, ann: Person, bob: Person
):
    say(ann, "Control")
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    say(bob, "Held")
    bobs, anns = socket_for(bob), socket_for(ann)
    anns.ask("room:here", space="cohort-1")
    to_bob, to_ann = (each.ask("room:open", space="cohort-1") for each in (bobs, anns))

    assert [len(to_bob["messages"]), len(to_ann["messages"])] == [1, 1]
    assert [[each["state"] for each in ack["held"]] for ack in (to_bob, to_ann)] == [["held"], []]
    assert "Held" in to_bob["held"][0]["html"]
    assert "Held" not in str(to_ann)
    assert (to_bob["pulse"], to_bob["reset"]) == (1, False)
    assert to_bob["here"] == {"count": 1, "people": [{"id": ann.id, "name": "Ann", "initials": "A"}]}
    assert (to_bob["may"], to_ann["may"]) == (["say", "mark"], ["say", "mark", "moderate"])


def test_opening_after_a_break_gives_what_changed(socket_for, say, bob: Person):
    first = say(bob, "First")
    socket = socket_for(bob)
    pulse = socket.ask("room:open", space="cohort-1")["pulse"]
    say(bob, "Second")
    let_moderator("hide", first)
    missed = socket.ask("room:open", space="cohort-1", after=pulse)

    assert [(each["seq"], each["state"]) for each in missed["messages"]] == [(2, "released"), (1, "hidden")]
    assert (missed["pulse"], missed["reset"]) == (3, False)
    assert "First" not in str(missed)
    assert missed["messages"] == socket.ask("room:sync", space="cohort-1", after=pulse)["messages"]
    assert socket.ask("room:open", space="cohort-1", after=99)["reset"]


def test_scrolling_back_ends_before_what_is_shown(socket_for, say, bob: Person):
    for _ in range(3):
        say(bob)
    socket = socket_for(bob)

    assert [each["seq"] for each in socket.ask("room:older", space="cohort-1", before=3)["messages"]] == [
        1,
        2,
    ]
    assert socket.ask("room:older", space="cohort-1", before=1)["messages"] == []


def test_reading_on_tells_my_other_pages_and_nobody_elses(socket_for, say, ann: Person, bob: Person):
    say(ann), say(ann)
    here, elsewhere, others = socket_for(bob), socket_for(bob), socket_for(ann)
    here.ask("room:read", space="cohort-1", upto=1)

    assert elsewhere.heard("badge") == [{"space": "cohort-1", "unread": 1, "mentions": 0}]
    assert others.heard() == []


def test_looking_reveals_a_lost_last_message(socket_for, say, bob: Person):
    socket = socket_for(bob)
    pulse = socket.ask("room:open", space="cohort-1")["pulse"]
    say(bob)

    ack = socket.ask("room:here", space="cohort-1")
    assert ack["pulse"] == pulse + 1
    assert ack["here"]["count"] == 1  # who has just come in counts at once


def test_only_looking_makes_somebody_present(socket_for, world: World, bob: Person):
    """Neither a connection nor a reconnection, nor what a page asks to catch up or tells by itself (F9)."""
    socket = socket_for(bob)
    for event, payload in (
        ("live:ping", {}),
        ("room:open", {}),
        ("room:open", {"after": 0}),
        ("room:sync", {"after": 0}),
        ("room:older", {"before": 1}),
        ("room:read", {"upto": 1}),
        ("room:typing", {}),
    ):
        assert socket.ask(event, **({"space": "cohort-1"} | payload))["ok"]
    assert db.session.scalars(sa.select(Presence)).all() == []
    assert socket.ask("room:open", space="cohort-1")["here"]["count"] == 0

    socket.ask("room:here", space="cohort-1")
    db.session.remove()
    assert [each.person_id for each in db.session.scalars(sa.select(Presence))] == [bob.id]
    socket.ask("room:leave", space="cohort-1")
    assert socket.ask("room:open", space="cohort-1")["here"]["count"] == 0


def test_who_is_here_is_told_to_those_who_are_every_five_seconds_and_only_as_news(
    world: World, socket_for, ann: Person, bob: Person
):
    anns, bobs, absent = socket_for(ann), socket_for(bob), socket_for(world.staff)

    def names() -> list[list[str]]:
        return [[each["name"] for each in told["people"]] for told in anns.heard("room:presence")]

    anns.ask("room:here", space="cohort-1")
    bobs.ask("room:here", space="cohort-1")
    assert names() == [["Ann"]]
    with clock.at(clock.now() + timedelta(seconds=5)):
        bobs.ask("room:here", space="cohort-1")
    assert names() == [["Ann", "Bob"]]
    with clock.at(clock.now() + timedelta(seconds=10)):
        bobs.ask("room:here", space="cohort-1")
        assert names() == []
    with clock.at(clock.now() + timedelta(seconds=15)):
        bobs.ask("room:leave", space="cohort-1")
    assert names() == [["Ann"]]
    assert absent.heard() == []


def test_a_crowd_is_a_number(world: World, socket_for, ann: Person, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cop.chat.queries.CROWD", 0)
    socket = socket_for(ann)
    socket.ask("room:here", space="cohort-1")

    assert socket.heard("room:presence") == [{"space": "cohort-1", "count": 1, "people": []}]
    assert socket.ask("room:open", space="cohort-1")["here"] == {"count": 1, "people": []}


def test_writing_is_told_to_those_who_are_here_every_three_seconds(
    world: World, socket_for, ann: Person, bob: Person
):
    anns, bobs, absent = socket_for(ann), socket_for(bob), socket_for(world.staff)
    for socket in (anns, bobs):
        socket.ask("room:here", space="cohort-1")
    for seconds in (0, 2, 3):
        with clock.at(clock.now() + timedelta(seconds=seconds)):
            bobs.ask("room:typing", space="cohort-1")

    told = {"space": "cohort-1", "people": [{"id": bob.id, "name": "Bob"}]}
    assert anns.heard("room:typing") == [told, told]
    assert bobs.heard("room:typing") == absent.heard("room:typing") == []


def test_who_may_not_write_or_is_not_here_is_not_said_to_write(world: World, socket_for, ann, bob):
    anns, bobs, staffs = socket_for(ann), socket_for(bob), socket_for(world.staff)
    for socket in (anns, staffs):
        socket.ask("room:here", space="cohort-1")
    for socket in (bobs, staffs):
        assert socket.ask("room:typing", space="cohort-1")["ok"]
    assert anns.heard("room:typing") == []

    bobs.ask("room:here", space="cohort-1")
    with clock.at(clock.now() + timedelta(seconds=3)):
        bobs.ask("room:typing", space="cohort-1")
    assert len(anns.heard("room:typing")) == 1


@pytest.mark.logs_errors
def test_an_exception_in_a_handler_is_answered_logged_once_and_leaves_the_connection(
    socket_for,
    say,
    ann: Person,
    bob: Person,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Between us: secret words")

    socket, other = socket_for(bob), socket_for(ann)
    with monkeypatch.context() as broken:
        broken.setattr("cop.chat.queries.room", fail)
        ack = socket.ask("room:open", space="cohort-1")

    assert ack["error"]["code"] == "failed"
    assert "secret" not in str(ack)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "event failed"
    ]
    assert socket.ask("room:open", space="cohort-1")["ok"]
    assert other.ask("live:ping") == {"ok": True}


@pytest.mark.parametrize("payload", [None, "text", 7, [], [["space", "cohort-1"]]])
def test_a_payload_is_an_object(payload, socket_for, bob: Person):
    socket = socket_for(bob)
    for event in [*ROOM_EVENTS, "message:send", "message:edit", "message:remove", "message:react"]:
        assert socket.client.emit(event, payload, callback=True)["error"]["code"] == "invalid"
    assert live.HANDLERS
