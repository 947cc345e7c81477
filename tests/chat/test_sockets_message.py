"""Sending, editing, removing and reacting over a socket: acks, who is told, what forged fields do, what waits."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.models import Message, Person, Policy, State
from cop.spaces.commands import slow_room
from tests import people
from tests.chat.conftest import evict, let_moderator
from tests.people import World

NOT_FOUND = "not_found"


def send(socket, text: str = "Good morning", **more):
    return socket.ask("message:send", **{"space": "cohort-1", "key": people.key(), "text": text} | more)


def on_message(message: dict) -> list[tuple[str, dict]]:
    """Every event about one message, each acceptable from its author in this order."""
    seen = {"message": message["id"], "changed": message["changed"]}
    return [
        ("message:edit", {**seen, "text": "Better"}),
        ("message:react", {"message": message["id"], "mark": "agree", "on": True}),
        ("message:remove", {"message": message["id"], "changed": (message["changed"] or 0) + 2}),
    ]


def test_what_is_said_reaches_every_reader_as_the_same_payload(world: World, socket_for, ann, bob, mallory):
    anns, bobs, staffs, strangers = (socket_for(each) for each in (ann, bob, world.staff, mallory))
    said = send(bobs, "Good **morning**")["message"]

    assert said["author"] == bob.id
    assert (said["space"], said["seq"], said["changed"], said["state"]) == ("cohort-1", 1, 1, "released")
    assert "<strong>morning</strong>" in said["html"]
    for socket in (anns, bobs, staffs):
        assert socket.heard() == [said]
    assert strangers.heard() == []
    assert send(strangers, space="cohort-2")["ok"]
    assert len(strangers.heard("message:new")) == 1


def test_each_change_reaches_every_reader_with_its_pulse(socket_for, ann: Person, bob: Person):
    anns, bobs = socket_for(ann), socket_for(bob)
    said = send(bobs, "Good morning")["message"]
    acks = [bobs.ask(event, **asked) for event, asked in on_message(said)]

    changes = anns.heard("message:changed")
    assert [ack["message"] for ack in acks] == changes
    assert [(each["seq"], each["changed"], each["state"]) for each in changes] == [
        (1, 2, "released"),
        (1, 3, "released"),
        (1, 4, "removed"),
    ]
    assert "Better" in changes[1]["html"]
    assert f'data-people="{bob.id}"' in changes[1]["html"]
    assert not {"Better", "Good", "data-text", "Agree"} & set(changes[2]["html"].replace('"', " ").split())
    assert "Better" not in changes[2]["html"]


def test_a_repeat_is_answered_the_same_and_told_once(socket_for, ann: Person, bob: Person):
    anns, bobs, key = socket_for(ann), socket_for(bob), people.key()
    first, again = (send(bobs, "Once", key=key) for _ in range(2))

    assert first == again
    assert len(anns.heard()) == 1
    assert send(bobs, "Twice", key=key)["error"]["code"] == "conflict"


@pytest.mark.logs_errors
def test_what_could_not_be_stored_is_neither_called_sent_nor_told(
    socket_for, ann: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
):
    """The commit is what fails, as when the database goes at that moment: all before it went well (P1)."""

    def fail() -> None:
        raise sa.exc.OperationalError("COMMIT", {}, Exception("the database has gone"))

    anns, bobs, key = socket_for(ann), socket_for(bob), people.key()
    with monkeypatch.context() as broken:
        broken.setattr(db.session, "commit", fail)
        ack = send(bobs, "Once", key=key)

    assert not ack["ok"]
    assert ack["error"]["code"] == "failed"
    assert [anns.heard(), bobs.heard()] == [[], []]
    assert send(anns)["message"]["seq"] == 1
    assert send(bobs, "Once", key=key)["message"]["seq"] == 2
    assert [[each["seq"] for each in socket.heard()] for socket in (anns, bobs)] == [[1, 2], [1, 2]]


def test_a_stale_change_is_a_conflict(socket_for, bob: Person):
    socket = socket_for(bob)
    said = send(socket)["message"]
    edit = {"message": said["id"], "changed": said["changed"]}
    assert socket.ask("message:edit", **edit, text="Better")["ok"]

    assert socket.ask("message:edit", **edit, text="Best")["error"]["code"] == "conflict"
    assert socket.ask("message:remove", **edit)["error"]["code"] == "conflict"


@pytest.mark.parametrize("index", range(3))
def test_mallory_and_who_has_left_do_nothing_to_a_message(index, world, socket_for, bob, mallory):
    bobs = socket_for(bob)
    said = send(bobs)["message"]
    event, asked = on_message(said)[index]
    evict(bob, world.cohort)

    for socket in (socket_for(mallory), bobs):
        assert socket.ask(event, **asked)["error"]["code"] == NOT_FOUND
        assert socket.ask(event, **asked | {"message": 999_999})["error"]["code"] == NOT_FOUND
    unchanged = db.get(Message, said["id"])
    assert (unchanged.state, unchanged.text, unchanged.changed) == (State.RELEASED, "Good morning", 1)


@pytest.mark.parametrize("index", [0, 2])
def test_only_the_author_edits_and_removes(index, socket_for, ann: Person, bob: Person):
    said = send(socket_for(bob))["message"]
    event, asked = on_message(said)[index]

    assert socket_for(ann).ask(event, **asked)["error"]["code"] == "forbidden"


def test_forged_fields_change_nothing(world: World, socket_for, ann: Person, bob: Person, mallory: Person):
    forged = {
        "author": ann.id, "author_id": ann.id, "actor_id": ann.id, "seq": 99, "changed": 99, "state": "hidden",
        "space_id": world.other.id, "created_at": "2001-01-01", "released_at": None, "html": "<b>x</b>",
        "to": f"person:{mallory.id}", "skip_sid": True, "digest": "x", "id": 7, "is_held": False,
    }  # fmt: skip
    bobs, strangers = socket_for(bob), socket_for(mallory)
    people.set_policy(world.cohort, Policy.ALL_HELD)
    held = send(bobs, **forged)["message"]
    people.set_policy(world.cohort, Policy.OPEN)
    said = send(bobs, **forged)["message"]

    assert (held["state"], held["seq"], held["author"]) == ("held", None, bob.id)
    assert (said["seq"], said["changed"], said["state"], said["author"]) == (1, 1, "released", bob.id)
    assert "<b>x</b>" not in said["html"]
    assert strangers.heard() == []
    row = db.session.scalars(sa.select(Message).where(Message.seq == 1)).one()
    assert (row.space_id, row.created_at.year) == (world.cohort.id, 2026)


@pytest.mark.parametrize(
    ("event", "field", "values"),
    [
        ("message:send", "space", ["cohort\x001", "\ud800"]),
        ("message:send", "text", [None, 7, ["a"], True, "a\x00b", "a\udc00b"]),
        ("message:send", "key", [None, 7, True]),
        ("message:send", "reply_to", ["1", True, [1], 1.0]),
        ("message:edit", "changed", ["1", True, 1.0]),
        ("message:edit", "text", [None, 7]),
        ("message:remove", "message", [None, "1", True, 2**60]),
        ("message:react", "on", [None, 1, "true", []]),
        ("message:react", "mark", [None, 1]),
    ],
)
def test_each_field_has_its_type(event, field, values, socket_for, bob: Person):
    socket = socket_for(bob)
    said = send(socket)["message"]
    right = {
        "message:send": {"space": "cohort-1", "key": people.key(), "text": "Hello", "reply_to": None},
        **dict(on_message(said)),
    }[event]
    for value in values:
        ack = socket.ask(event, **right | {field: value})
        assert (ack["error"]["code"], ack["error"]["field"]) == ("invalid", field)
    if event != "message:remove":
        assert socket.ask(event, **right)["ok"]


def test_what_waits_is_told_to_nobody_until_it_is_released(world: World, socket_for, ann, bob):
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    anns, bobs = socket_for(ann), socket_for(bob)
    held = send(bobs, "Waiting")["message"]

    assert (held["state"], held["seq"], held["changed"]) == ("held", None, None)
    assert "Waiting for a moderator" in held["html"]
    assert bobs.heard() == []
    assert anns.heard("message:new", "message:changed", "room:typing", "room:presence") == []
    opened = anns.ask("room:open", space="cohort-1")
    assert (opened["pulse"], opened["messages"], opened["held"]) == (0, [], [])

    let_moderator("release", db.get(Message, held["id"]))
    for socket in (anns, bobs):
        told = socket.heard("message:new")
        assert [(each["id"], each["key"], each["seq"]) for each in told] == [(held["id"], held["key"], 1)]


def test_its_author_edits_and_takes_back_what_waits(world: World, socket_for, ann: Person, bob: Person):
    people.set_policy(world.cohort, Policy.ALL_HELD)
    anns, bobs = socket_for(ann), socket_for(bob)
    held = send(bobs, "Waiting")["message"]
    asked = {"message": held["id"], "changed": None}

    assert "Better" in bobs.ask("message:edit", **asked, text="Better")["message"]["html"]
    gone = bobs.ask("message:remove", **asked)["message"]
    assert (gone["state"], gone["seq"]) == ("removed", None)
    assert "Better" not in gone["html"]
    assert anns.heard("message:new", "message:changed") == []


def test_a_moderator_does_not_meet_anothers_held_line_in_the_room(world, socket_for, ann, bob):
    people.set_policy(world.cohort, Policy.ALL_HELD)
    held = send(socket_for(bob), "Waiting")["message"]

    ack = socket_for(ann).ask("message:react", message=held["id"], mark="agree", on=True)
    assert ack["error"]["code"] == "forbidden"


def test_too_much_at_once_is_slowed_down(socket_for, bob: Person):
    socket = socket_for(bob)
    codes = [send(socket).get("error", {}).get("code", "ok") for _ in range(22)]

    assert codes == ["ok"] * 20 + ["too_fast"] * 2


def test_in_slow_mode_a_page_is_told_so_and_not_to_send_it_again_by_itself(
    world, socket_for, ann, bob: Person
):
    slow_room(actor_id=ann.id, space_id=world.cohort.id, seconds=30)
    socket = socket_for(bob)
    assert (
        socket.ask("room:open", space="cohort-1")["slow"]
        == socket.ask("room:here", space="cohort-1")["slow"]
        == 30
    )
    assert send(socket)["ok"]
    refused = send(socket)["error"]
    assert refused["code"] == "slow"
    assert "you can send it again in 30 seconds" in refused["message"]


def test_every_open_page_is_told_how_slow_its_room_is(world, socket_for, ann, bob: Person, mallory):
    pages = [socket_for(each) for each in (ann, bob)]
    stranger = socket_for(mallory)
    for seconds in (120, 120, 0):
        slow_room(actor_id=ann.id, space_id=world.cohort.id, seconds=seconds)
    for page in pages:
        assert [told["slow"] for told in page.heard("room:changed")] == [120, 0]
    assert stranger.heard("room:changed") == []
