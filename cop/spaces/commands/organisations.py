"""Organisations: entered one by one or from a list, and merged into a successor that keeps their history."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from cop import policy
from cop.db import command, get, lock, session
from cop.errors import Conflict, Invalid
from cop.models import Organisation
from cop.policy import require
from cop.spaces.commands.lines import optional_line
from cop.typed import one_line

LIMIT = 160


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A line of a list of organisations; `successor` is a code of the same list or of one that is known."""

    code: str
    name: str
    town: str = ""
    region: str = ""
    kind: str = ""
    successor: str = ""


def import_organisations(*, actor_id: int | None, rows: Iterable[OrganisationRow]) -> list[Organisation]:
    """Enter or renew each of `rows` by its code, one transaction each; then name the successors."""
    rows = list(rows)
    known = {row.code: _keep(actor_id=actor_id, row=row) for row in rows}
    for row in rows:
        if row.successor:
            successor = known.get(row.successor) or _by_code(row.successor)
            name_successor(actor_id=actor_id, organisation_id=known[row.code].id, successor_id=successor.id)
    return list(known.values())


@command
def create_organisation(
    *, actor_id: int | None, code: str, name: str, town: str = "", region: str = "", kind: str = ""
) -> Organisation:
    """An organisation; `actor_id` None is the operator. Conflict where its code is in use."""
    _require(actor_id)
    row = OrganisationRow(code=code, name=name, town=town, region=region, kind=kind)
    if _known(row.code) is not None:
        raise Conflict("There is an organisation with this code already.", field="code")
    return _enter(Organisation(), row)


@command
def name_successor(*, actor_id: int | None, organisation_id: int, successor_id: int | None) -> Organisation:
    """Say which organisation took this one in (None: none did). Invalid where that would go round in a circle."""
    _require(actor_id)
    organisation = lock(Organisation, organisation_id)
    after = get(Organisation, successor_id) if successor_id is not None else None
    organisation.successor_id = successor_id
    while after is not None:
        if after.id == organisation.id:
            raise Invalid("An organisation can't be taken in by itself.", field="successor")
        after = get(Organisation, after.successor_id) if after.successor_id is not None else None
    return organisation


@command
def _keep(*, actor_id: int | None, row: OrganisationRow) -> Organisation:
    _require(actor_id)
    return _enter(_known(row.code) or Organisation(), row)


def _enter(organisation: Organisation, row: OrganisationRow) -> Organisation:
    organisation.code = one_line(row.code, limit=20, field="code").upper()
    organisation.name = one_line(row.name, limit=LIMIT, field="name")
    organisation.town = optional_line(row.town, limit=LIMIT, field="town")
    organisation.region = optional_line(row.region, limit=LIMIT, field="region")
    organisation.kind = optional_line(row.kind, limit=LIMIT, field="kind")
    session.add(organisation)
    session.flush()
    return organisation


def _known(code: str) -> Organisation | None:
    query = sa.select(Organisation).where(Organisation.code == code.strip().upper())
    return session.scalars(query).one_or_none()


def _by_code(code: str) -> Organisation:
    found = _known(code)
    if found is None:
        raise Invalid(f"No organisation has the code {code}.", field="successor")
    return found


def _require(actor_id: int | None) -> None:
    """`actor_id` None is the installation's operator."""
    if actor_id is not None:
        require(
            policy.can_keep_organisations(policy.load_actor(actor_id)),
            "Only programme staff and stewards can do that.",
        )
