"""The workshops of a cohort, and one of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cop import policy
from cop.db import session
from cop.models import Space, SpaceKind, Workshop
from cop.policy import Actor


def of_cohort(space: Space) -> Sequence[Workshop]:
    """All of them with their parts, by number and day."""
    query = (
        sa.select(Workshop)
        .options(selectinload(Workshop.segments))
        .where(Workshop.space_id == space.id)
        .order_by(Workshop.number, Workshop.day, Workshop.id)
    )
    return session.scalars(query).all()


def by_id(actor: Actor, workshop_id: int) -> sa.Select[Workshop]:
    """One of them, with all that stands on its page."""
    return (
        sa.select(Workshop)
        .options(
            joinedload(Workshop.space), selectinload(Workshop.segments), selectinload(Workshop.materials)
        )
        .where(Workshop.id == workshop_id, policy.visible_workshops(actor))
    )


def next_number(space: Space) -> int:
    """The one after the last, which somebody may change."""
    last = session.scalar(sa.select(sa.func.max(Workshop.number)).where(Workshop.space_id == space.id))
    return (last or 0) + 1


def sets_in(cohort: Space) -> Sequence[Space]:
    """The sets of a cohort, by name."""
    here = (Space.parent_id == cohort.id, Space.kind == SpaceKind.SET)
    return session.scalars(sa.select(Space).where(*here).order_by(Space.name, Space.id)).all()
