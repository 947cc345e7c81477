"""Stamps: told in the order of their pages, and other ones as soon as anything that a line shows is another."""

import pytest

from cop import clock, db, policy
from cop.chat import commands, queries
from cop.chat.queries import Stamp
from cop.models import Message, Organisation, Person, ProfessionalRole, Space
from tests.chat.conftest import let_moderator
from tests.people import World


def room(person: Person) -> Space:
    return queries.room(policy.load_actor(person.id), "cohort-1")


def stamp(person: Person, message: Message) -> Stamp:
    """As it is read from the database now."""
    (found,) = [each for each in queries.newest(room(person)) if each.id == message.id]
    return found


def test_pages_of_stamps_are_those_of_their_lines(say, bob: Person, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries.lines, "PAGE", 2)
    for _ in range(5):
        say(bob)
    space = room(bob)

    assert [each.seq for each in queries.newest(space)] == [4, 5]
    assert [each.seq for each in queries.before(space, 4)] == [2, 3]
    assert queries.before(space, 1) == []
    assert [each.seq for each in queries.changes(space, after=3)[0]] == [4, 5]


def test_the_stamp_of_a_line_in_hand_is_the_one_that_is_read(world: World, say, ann: Person, bob: Person):
    base = say(ann, "Base")
    answer = say(bob, "Indeed", reply_to=base.id)
    assert Stamp.of(answer) == stamp(bob, answer)
    marked = commands.mark_message(actor_id=ann.id, message_id=answer.id, word="agree", on=True)

    assert Stamp.of(marked) == stamp(bob, answer) != Stamp.of(answer)
    assert [Stamp.of(each) for each in queries.latest(room(bob))] == queries.newest(room(bob))


@db.command
def rename(person: Person, **changes: object) -> None:
    for name, value in changes.items():
        setattr(db.get(Person, person.id), name, value)


@db.command
def rename_trust() -> None:
    db.session.query(Organisation).one().name = "Renamed Trust"


CHANGES = {
    "edited": lambda on: commands.edit_message(actor_id=on["bob"].id, message_id=on["line"].id, text="x", changed=3),
    "removed": lambda on: commands.remove_message(actor_id=on["bob"].id, message_id=on["line"].id, changed=3),
    "hidden": lambda on: let_moderator("hide", on["line"]),
    "unmarked": lambda on: commands.mark_message(
        actor_id=on["ann"].id, message_id=on["line"].id, word="agree", on=False
    ),
    "what it answers was hidden": lambda on: let_moderator("hide", on["base"]),
    "its author has another name": lambda on: rename(on["bob"], name="Robert"),
    "its author has left": lambda on: rename(on["bob"], deactivated_at=clock.now()),
    "its author has another role": lambda on: rename(on["bob"], professional_role=ProfessionalRole.RD_DIRECTOR),
    "its author's organisation has another name": lambda _: rename_trust(),
    "its author has left the organisation": lambda on: rename(on["bob"], organisation_id=None),
    "whom it answers or who reacted has another name": lambda on: rename(on["ann"], name="Anne"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_a_line_shows_changes_its_stamp(change: str, world: World, say, ann: Person, bob: Person):
    base = say(ann, "Base")
    line = say(bob, "Indeed", reply_to=base.id)
    commands.mark_message(actor_id=ann.id, message_id=line.id, word="agree", on=True)
    before = stamp(ann, line)
    assert stamp(ann, line) == before

    CHANGES[change]({"ann": ann, "bob": bob, "base": base, "line": line})
    assert stamp(ann, line) != before
