"""Pairs of which one has moved on: read from where people belong, so that whoever comes back is a half of it again."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from cop.db import session
from cop.models import Affiliation, Membership, Organisation, Pair, Person


class Gap(NamedTuple):
    """A pair of an organisation, by what its list calls it, and the one who is elsewhere by now."""

    organisation: str
    label: str
    who: str


def pairs_with_a_gap() -> Sequence[Gap]:
    """Pairs that go on, with each of their people who was at their organisation and is there no more, by organisation.
    Where it was merged into another, and that into a third, to be there is to be at home.
    """
    home = sa.orm.aliased(Organisation)
    query = (
        sa.select(Organisation, Pair.label, Person.name, home)
        .select_from(Pair)
        .join(Pair.organisation)
        .join(Membership, Membership.space_id == Pair.space_id)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(home, home.id == Person.organisation_id)
        .where(Pair.ended_at.is_(None), Membership.ended_at.is_(None), _is_elsewhere())
        .order_by(Organisation.name, Pair.label, Pair.id, Person.name)
    )
    return [
        Gap(theirs.name, label, who)
        for theirs, label, who, at in session.execute(query)
        if not _is_there(at, theirs)
    ]


def _is_there(at: Organisation | None, theirs: Organisation) -> bool:
    """Whether the two are the same by now."""
    return at is not None and at.present is theirs.present


def _is_elsewhere() -> sa.ColumnElement[bool]:
    """The condition that somebody was at the organisation of their pair, and is at another or none."""
    was_there = sa.exists().where(
        Affiliation.person_id == Person.id,
        Affiliation.organisation_id == Pair.organisation_id,
        Affiliation.ended_at.is_not(None),
    )
    return sa.and_(was_there, Person.organisation_id.is_distinct_from(Pair.organisation_id))
