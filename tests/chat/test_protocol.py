"""docs/protocol.md says what the code does: events, payloads, acks and the fields of what is pushed."""

import re
from collections.abc import Callable
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from cop import live
from cop.chat import sockets
from cop.models import Person, RoleName
from tests import people
from tests.chat.conftest import evict, take_roles
from tests.people import World

DOCUMENT = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
OURS = ("live:", "room:", "message:")
MESSAGE = ["space", "seq", "changed", "id", "key", "author", "html", "state", "mentions"]


def table(heading: str) -> dict[str, list[list[str]]]:
    """Rows of the table below a heading: event -> the words in backticks of each further cell."""
    part = DOCUMENT.partition(f"## {heading}")[2].partition("\n## ")[0]
    rows = [row.strip("|").split("|") for row in part.splitlines() if row.startswith("| `")]
    return {words(cells[0])[0]: [words(cell) for cell in cells[1:]] for cells in rows}


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def shape(event: str) -> list[str]:
    """Fields as the document writes them: `name?` where it may be absent or null."""
    kind = live.HANDLERS[event][0]
    hints = kind.__annotations__
    return [
        f"{each.name}?" if each.default is not MISSING or "None" in str(hints[each.name]) else each.name
        for each in fields(kind)
    ]


def test_every_event_of_a_page_is_documented_with_its_payload():
    assert sockets
    assert {event: shape(event) for event in live.HANDLERS if event.startswith(OURS)} == {
        event: cells[0] for event, cells in table("Events from a page").items()
    }


def test_every_ack_has_the_fields_that_are_documented(world: World, socket_for, say, bob: Person):
    documented = {event: cells[1] for event, cells in table("Events from a page").items()}
    acks = each_event(socket_for(bob), say(bob).id)

    assert {event: [name for name in ack if name != "ok"] for event, ack in acks.items()} == documented
    assert all(ack["ok"] for ack in acks.values())
    assert list(acks["message:send"]["message"]) == MESSAGE
    assert list(acks["room:open"]["messages"][0]) == MESSAGE


def each_event(socket, message: int) -> dict[str, dict]:
    """An answer to every event, in an order in which each is accepted."""
    asked = [
        ("live:ping", {}),
        ("room:open", {"space": "cohort-1"}),
        ("room:sync", {"space": "cohort-1", "after": 0}),
        ("room:older", {"space": "cohort-1", "before": 2}),
        ("room:read", {"space": "cohort-1", "upto": 1}),
        ("room:here", {"space": "cohort-1"}),
        ("room:typing", {"space": "cohort-1"}),
        ("room:leave", {"space": "cohort-1"}),
        ("room:people", {"space": "cohort-1", "prefix": "A"}),
        ("room:draft", {"space": "cohort-1", "text": "Begun"}),
        ("message:send", {"space": "cohort-1", "key": people.key(), "text": "Hello"}),
        ("message:react", {"message": message, "mark": "agree", "on": True}),
        ("message:edit", {"message": message, "changed": 3, "text": "Better"}),
        ("message:remove", {"message": message, "changed": 4}),
    ]
    return {event: socket.ask(event, **payload) for event, payload in asked}


def test_everything_pushed_has_the_fields_that_are_documented(
    world: World, socket_for: Callable, say: Callable, ann: Person, bob: Person
):
    documented = {event: cells[0] for event, cells in table("Events from the server").items()}
    listens = socket_for(ann)
    listens.ask("room:here", space="cohort-1")
    each_event(socket_for(bob), say(bob).id)
    listens.ask("room:read", space="cohort-1", upto=2)
    evict(ann, world.set_a)
    take_roles(ann, world.cohort, RoleName.MEMBER)
    pushed = {each["name"]: list(each["args"][0]) for each in listens.client.get_received()}

    assert pushed == documented


@pytest.mark.parametrize("word", ["say", "mark", "moderate"])
def test_what_one_may_do_is_documented(word: str, socket_for, ann: Person):
    assert f"`{word}`" in DOCUMENT
    assert word in socket_for(ann).ask("room:open", space="cohort-1")["may"]
