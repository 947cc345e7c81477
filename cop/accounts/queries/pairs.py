"""Pairs of which one has moved on: read from where people belong, so that whoever comes back is a half of it again."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from cop.db import session
from cop.models import Affiliation, Membership, Organisation, Pair, Person
from cop.models.statements import at_most

SHOWN = 50


class Gap(NamedTuple):
    """A pair of an organisation, by what its list calls it, and the one who is elsewhere by now."""

    organisation: str
    label: str
    who: str


def pairs_with_a_gap() -> Sequence[Gap]:
    """Pairs that go on, with each of their people who was at their organisation and is there no more, by organisation.
    Where it was merged into another, to be there is to be at home.
    """
    columns = sa.select(Organisation.name, Pair.label, Person.name)
    query = (
        columns.select_from(Pair)
        .join(Pair.organisation)
        .join(Membership, Membership.space_id == Pair.space_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Pair.ended_at.is_(None), Membership.ended_at.is_(None), _has_moved_on())
        .order_by(Organisation.name, Pair.label, Pair.id, Person.name)
        .limit(at_most(SHOWN))
    )
    return [Gap._make(row) for row in session.execute(query)]


def _has_moved_on() -> sa.ColumnElement[bool]:
    was_there = sa.exists().where(
        Affiliation.person_id == Person.id,
        Affiliation.organisation_id == Pair.organisation_id,
        Affiliation.ended_at.is_not(None),
    )
    return sa.and_(
        was_there,
        Person.organisation_id.is_distinct_from(Pair.organisation_id),
        sa.or_(
            Organisation.successor_id.is_(None),
            Person.organisation_id.is_distinct_from(Organisation.successor_id),
        ),
    )
