"""Organisations as they are listed for who keeps them."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop.db import session
from cop.models import Organisation
from cop.spaces.queries.places import Page, Place, behind, by_name

PAGE = 50


def organisations(*, name: str = "", after: Place | None = None) -> tuple[Page[Organisation], int]:
    """A page of those with these words in name or code, by name, and how many there are in all."""
    wanted = Organisation.is_called(name)
    total = sa.select(sa.func.count(Organisation.id)).where(wanted).scalar_subquery()
    query = (
        sa.select(Organisation, total)
        .options(joinedload(Organisation.successor))
        .where(wanted, behind(after, Organisation))
        .order_by(*by_name(Organisation))
        .limit(PAGE + 1)
    )
    found = session.execute(query).all()
    rows = [row[0] for row in found[:PAGE]]
    rest = Place.of(rows[-1]) if len(found) > PAGE else None
    return Page(rows, rest), (found[0][1] if found else 0)


def organisation(organisation_id: int) -> sa.Select[Organisation]:
    query = sa.select(Organisation).options(joinedload(Organisation.successor))
    return query.where(Organisation.id == organisation_id)


def regions() -> list[str]:
    """Those that organisations are in."""
    query = sa.select(Organisation.region).where(Organisation.region != "").distinct()
    return list(session.scalars(query.order_by(Organisation.region)))
