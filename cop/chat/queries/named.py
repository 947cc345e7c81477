"""Whom somebody may name in a room, for completing what they type."""

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.models import Person, Space

OFFERED = 8
"""People who are offered at once."""


def nameable(space: Space, prefix: str, *, but: int) -> list[Person]:
    """Readers of `space`, other than the person `but`, whose name or a later word of it begins with `prefix` in any
    case; those whose first word does come first.
    """
    begins = Person.name.istartswith(prefix, autoescape=True)
    within = Person.name.icontains(f" {prefix}", autoescape=True)
    query = (
        sa.select(Person)
        .where(Person.id.in_(policy.readers_of(space)), Person.id != but, sa.or_(begins, within))
        .order_by(sa.case((begins, 0), else_=1), Person.name, Person.id)
        .limit(OFFERED)
    )
    return list(session.scalars(query).unique())
