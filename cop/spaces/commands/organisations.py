"""Organisations: entered one by one or from a list, changed, and merged into a successor that keeps their history."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

import sqlalchemy as sa

from cop import policy
from cop.db import add_once, command, get, lock, only_one, record, session
from cop.errors import Conflict, Invalid
from cop.events import PersonChanged
from cop.models import Organisation, Person
from cop.models.organisations import wait_for_mergers
from cop.models.states import digest
from cop.policy import require
from cop.spaces.commands.lines import optional_line
from cop.typed import one_line

CODE_LIMIT, LIMIT = 20, 160
TAKEN = "There is an organisation with this code already."
ROUND = "An organisation can't be taken in by itself."
MEANWHILE = "Somebody changed this while you looked at it. What you typed is kept: save again to replace "


class Overtaken(Conflict):
    """Somebody else was first. What they entered is not replaced by who has not seen it (security.md F15)."""


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A line of a list of organisations; `successor` is a code of the same list or of one that is known."""

    code: str
    name: str
    town: str = ""
    region: str = ""
    kind: str = ""
    successor: str = ""

    def beside(self, known: "OrganisationRow | None") -> "OrganisationRow":
        """As it would be kept: what it leaves empty is as it is known. Raises Invalid."""
        told = {name: getattr(self, name) or getattr(known, name, "") for name in self.__slots__}
        return _written(OrganisationRow(**told))


def said_of(organisation: Organisation) -> OrganisationRow:
    """What is known of it, as a list would say it."""
    kept = {name: getattr(organisation, name) for name in ("code", "name", "town", "region", "kind")}
    after = organisation.successor
    return OrganisationRow(**kept, successor=after.code if after else "")


def mark_of(organisation: Organisation) -> str:
    """By which a page can tell that nothing of it has changed since."""
    return digest(*astuple(said_of(organisation)))


def import_organisations(*, actor_id: int | None, rows: Iterable[OrganisationRow]) -> list[Organisation]:
    """Enter or renew each of `rows` by its code, one transaction each; then name the successors."""
    rows = list(rows)
    known = [keep(actor_id=actor_id, row=row) for row in rows]
    for row in rows:
        succeed(actor_id=actor_id, row=row)
    return known


@command
def create_organisation(
    *, actor_id: int | None, code: str, name: str, town: str = "", region: str = "", kind: str = ""
) -> Organisation:
    """An organisation; `actor_id` None is the operator. Conflict where its code is in use."""
    require_keeper(actor_id)
    row = OrganisationRow(code=code, name=name, town=town, region=region, kind=kind)
    if _known(row.code) is not None:
        raise Conflict(TAKEN, field="code")
    return _enter(row)


@command
def edit_organisation(
    *, actor_id: int, organisation_id: int, row: OrganisationRow, seen: str | None = None
) -> Organisation:
    """Say anew what it is called, where it is, and which one took it in. Conflict where its code is in use, Overtaken
    where somebody else changed it after a page showed it: `seen` is its mark then. A repeat is harmless.
    """
    wait_for_mergers()
    require_keeper(actor_id)
    organisation = lock(Organisation, organisation_id)
    _require_seen(organisation, row, seen)
    if _known(row.code) not in (None, organisation):
        raise Conflict(TAKEN, field="code")
    _renew(organisation, row)
    _take_in(organisation, _by_code(row.successor) if row.successor else None)
    return organisation


@command
def name_successor(*, actor_id: int | None, organisation_id: int, successor_id: int | None) -> Organisation:
    """Say which organisation took this one in (None: none did). Invalid where that would go round in a circle."""
    wait_for_mergers()
    require_keeper(actor_id)
    organisation = lock(Organisation, organisation_id)
    _take_in(organisation, get(Organisation, successor_id) if successor_id is not None else None)
    return organisation


@command
def keep(*, actor_id: int | None, row: OrganisationRow) -> Organisation:
    """Enter the organisation of a line, or renew it by its code. Where the line says nothing, it stays as it is."""
    require_keeper(actor_id)
    known = _known(row.code)
    if known is None:
        return _enter(row)
    organisation = lock(Organisation, known.id)
    _renew(organisation, row.beside(said_of(organisation)))
    return organisation


def succeed(*, actor_id: int | None, row: OrganisationRow) -> None:
    """Let the organisation of a line point to the one that took it in, if the line says which."""
    if row.successor:
        _succeed(actor_id, row)


@command
def _succeed(actor_id: int | None, row: OrganisationRow) -> None:
    wait_for_mergers()
    require_keeper(actor_id)
    _take_in(lock(Organisation, _by_code(row.code).id), _by_code(row.successor))


def _require_seen(organisation: Organisation, row: OrganisationRow, seen: str | None) -> None:
    now = said_of(organisation)
    if seen not in (None, mark_of(organisation)) and _written(row) != now:
        words = ", ".join(f"“{word}”" for word in astuple(now) if word)
        raise Overtaken(f"{MEANWHILE}{words}.")


def _enter(row: OrganisationRow) -> Organisation:
    organisation = Organisation()
    _say(organisation, row)
    add_once(organisation, taken=TAKEN)
    return organisation


def _renew(organisation: Organisation, row: OrganisationRow) -> None:
    """Whoever works there is found by what it is called."""
    _say(organisation, row)
    if not session.is_modified(organisation):
        return
    with only_one(TAKEN):
        session.flush()
    people = sa.select(Person.id).where(Person.organisation_id == organisation.id)
    for person_id in session.scalars(people):
        record(PersonChanged(person_id))


def _say(organisation: Organisation, row: OrganisationRow) -> None:
    row = _written(row)
    organisation.code, organisation.name = row.code, row.name
    organisation.town, organisation.region, organisation.kind = row.town, row.region, row.kind


def _written(row: OrganisationRow) -> OrganisationRow:
    """As it is kept; Invalid, with its field, where something can't be."""
    return OrganisationRow(
        code=one_line(row.code, limit=CODE_LIMIT, field="code", missing="Enter its code.").upper(),
        name=one_line(row.name, limit=LIMIT, field="name", missing="Enter its name."),
        town=optional_line(row.town, limit=LIMIT, field="town"),
        region=optional_line(row.region, limit=LIMIT, field="region"),
        kind=optional_line(row.kind, limit=LIMIT, field="kind"),
        successor=row.successor.strip().upper(),
    )


def _take_in(organisation: Organisation, successor: Organisation | None) -> None:
    if successor is not None and not _ends_elsewhere(successor, organisation):
        raise Invalid(ROUND, field="successor")
    organisation.successor_id = successor.id if successor is not None else None


def _ends_elsewhere(start: Organisation, organisation: Organisation) -> bool:
    """Whether one gets from `start` to one that is still there, and not by way of `organisation`."""
    columns = (Organisation.id, Organisation.successor_id)
    chain = sa.select(*columns).where(Organisation.id == start.id).cte(recursive=True)
    chain = chain.union(sa.select(*columns).join(chain, Organisation.id == chain.c.successor_id))
    passed: dict[int, int | None] = dict(map(tuple, session.execute(sa.select(chain))))
    return organisation.id not in passed and None in passed.values()


def _known(code: str) -> Organisation | None:
    query = sa.select(Organisation).where(Organisation.code == code.strip().upper())
    return session.scalars(query).one_or_none()


def _by_code(code: str) -> Organisation:
    found = _known(code)
    if found is None:
        raise Invalid(f"No organisation has the code {code}.", field="successor")
    return found


def require_keeper(actor_id: int | None) -> None:
    """Forbidden for who keeps neither organisations nor programmes; `actor_id` None is the installation's operator."""
    if actor_id is not None:
        require(
            policy.can_keep_organisations(policy.load_actor(actor_id)),
            "Only programme staff and stewards can do that.",
        )
