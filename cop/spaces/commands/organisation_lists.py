"""Organisations from a list: what would come of each line is looked at first, then they are entered, line by line.

A line that can't be entered stops no other. The same list again finds nothing left to do.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop.db import session
from cop.errors import Conflict, Invalid
from cop.models import Organisation
from cop.offload import give_way
from cop.spaces.commands.mergers import Known, wrong_successors
from cop.spaces.commands.organisation_files import Lines
from cop.spaces.commands.organisations import OrganisationRow, keep, require_keeper, said_of, succeed

LABELS = {
    "code": "Code",
    "name": "Name",
    "town": "Town",
    "region": "Region",
    "kind": "Kind",
    "successor": "Successor",
}


class Coming(StrEnum):
    """What comes of a line: something in it is wrong, it changes one that is known, enters one, or does nothing."""

    BAD = "bad"
    CHANGED = "changed"
    NEW = "new"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Judged:
    """A line, what comes of it, and why or what that changes. `row` is as it would be kept, or as it was typed.

    `only_merges`: it changes nothing but what took it in. `is_whole`: all that it says is kept.
    """

    number: int
    row: OrganisationRow
    coming: Coming
    said: str = ""
    only_merges: bool = False
    is_whole: bool = True

    @property
    def is_good(self) -> bool:
        return self.coming is not Coming.BAD


Refused = Callable[[Judged, str], Judged]
"""What comes of a line that was refused, and why."""


def foresee_organisations(*, actor_id: int, lines: Lines) -> list[Judged]:
    """What would come of each line; nothing is entered."""
    require_keeper(actor_id)
    query = sa.select(Organisation).options(joinedload(Organisation.successor))
    known = {each.code: said_of(each) for each in session.scalars(query)}
    reader = _Reader(known)
    return _with_successors([reader.foresee(number, row) for number, row in lines], known)


def enter_organisations(*, actor_id: int, lines: Lines) -> list[Judged]:
    """Enter or renew the organisation of each line that is right, one transaction each; what came of each line."""
    rows = dict(lines)
    judged = foresee_organisations(actor_id=actor_id, lines=lines)
    verbs: tuple[tuple[Callable[..., object], Refused], ...] = ((keep, _left_out), (succeed, _not_taken_in))
    for verb, refused in verbs:
        judged = [
            _entered(each, partial(verb, actor_id=actor_id, row=rows[each.number]), refused)
            for each in judged
        ]
    return judged


def _entered(judged: Judged, verb: Callable[[], object], refused: Refused) -> Judged:
    if judged.coming not in (Coming.NEW, Coming.CHANGED):
        return judged
    give_way()
    try:
        verb()
    except (Invalid, Conflict) as error:
        return refused(judged, _in_words(error))
    return judged


def _left_out(judged: Judged, why: str) -> Judged:
    return replace(judged, coming=Coming.BAD, said=why)


def _not_taken_in(judged: Judged, why: str) -> Judged:
    """Of a line that is entered already, unless there was nothing else to enter of it."""
    if judged.only_merges:
        return _left_out(judged, why)
    return replace(judged, said=f"Entered, but not what took it in: {why}", is_whole=False)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one line after the other. `first` is the first line of each code."""

    known: Known
    first: dict[str, int] = field(default_factory=dict)

    def foresee(self, number: int, row: OrganisationRow) -> Judged:
        give_way()
        try:
            told = self._told(number, row)
        except Invalid as error:
            return Judged(number, row, Coming.BAD, _in_words(error))
        before = self.known.get(told.code)
        if before is None:
            return Judged(number, told, Coming.NEW)
        changes = _changes(before, told)
        if not changes:
            return Judged(number, told, Coming.SAME)
        only_merges = told == replace(before, successor=told.successor)
        return Judged(number, told, Coming.CHANGED, changes, only_merges=only_merges)

    def _told(self, number: int, row: OrganisationRow) -> OrganisationRow:
        code = row.code.upper()
        if not code:
            raise Invalid("It has no code.")
        before = self.first.setdefault(code, number)
        if before != number:
            raise Invalid(f"Line {before} has the same code.")
        if not row.name and code not in self.known:
            raise Invalid("It has no name.")
        return row.beside(self.known.get(code))


def _changes(before: OrganisationRow, told: OrganisationRow) -> str:
    was = {
        label: getattr(before, name)
        for name, label in LABELS.items()
        if getattr(before, name) != getattr(told, name)
    }
    return " ".join(
        f"{label} was “{word}”." if word else f"{label} was empty." for label, word in was.items()
    )


def _with_successors(judged: list[Judged], known: Known) -> list[Judged]:
    """The same, of which lines are bad that name one that is not there or, round in a circle, themselves."""
    good = {each.row.code: each.row for each in judged if each.is_good}
    wrong = wrong_successors(good, known)
    return [
        replace(each, coming=Coming.BAD, said=wrong[each.row.code])
        if each.is_good and each.row.code in wrong
        else each
        for each in judged
    ]


def _in_words(error: Invalid | Conflict) -> str:
    """Of a line nobody sees which field was meant."""
    label = LABELS.get(error.field or "")
    return f"{label}: {error.message}" if label and error.field != "successor" else error.message
