"""Pairs: two leaders of one organisation who act together, in a space of their own (domain.md B15)."""

from functools import cache

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.db import Base, BigId, Id, session
from cop.models.dated import Dated
from cop.models.organisations import Organisation
from cop.models.spaces import Policy, Space, SpaceKind, free_slug
from cop.models.statements import write

OPEN = text("ended_at IS NULL")
SIZE = 2


class Pair(Dated, Base):
    """The two are the members of its `space`: when one is replaced the pair goes on. `label` is what the list that
    brought them calls it, which tells it from others of its organisation in the same cohort.
    """

    __tablename__ = "pair"
    __table_args__ = (
        Index("ix_pair_open", "organisation_id", "label", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), unique=True)
    label: Mapped[str]

    organisation: Mapped[Organisation] = relationship()
    space: Mapped[Space] = relationship(foreign_keys=[space_id])

    @classmethod
    def standing(cls, organisation_id: int, cohort_id: int | None, label: str) -> "Pair | None":
        """The pair of this organisation that is called so and has not ended."""
        asked = {"organisation_id": organisation_id, "cohort_id": cohort_id}
        standing = session.scalars(_standing(), asked)
        called = (pair for pair in standing if pair.label.casefold() == label.casefold())
        return next(called, None)

    @classmethod
    def begin(cls, organisation: Organisation, cohort: Space | None, label: str) -> "Pair":
        """A new pair with its space, in which nobody is yet. The organisation's row must be locked."""
        space = Space(
            slug=free_slug(f"pair-{organisation.code.lower()}"),
            kind=SpaceKind.PAIR,
            name=f"{organisation.name}: pair {label}",
            policy=Policy.OPEN,
            programme_id=cohort.programme_id if cohort else None,
        )
        write(space)
        pair = cls(organisation_id=organisation.id, cohort_id=cohort and cohort.id, space=space, label=label)
        write(pair)
        return pair


@cache
def _standing() -> sa.Select[Pair]:
    """Those of an organisation in a cohort; made once."""
    return sa.select(Pair).where(
        Pair.organisation_id == sa.bindparam("organisation_id", type_=BigId),
        Pair.cohort_id.is_not_distinct_from(sa.bindparam("cohort_id", type_=BigId)),
        Pair.ended_at.is_(None),
    )
