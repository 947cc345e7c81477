"""How sets do, for those who look after them from outside: by dates and counts alone (domain.md CL5, ST4)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cop import clock, policy
from cop.db import session
from cop.models import Contract, Membership, Role, RoleName, Space, met
from cop.models.contracts import CADENCE
from cop.models.lives import AWAKE, Life
from cop.models.met import Met
from cop.policy import Actor


class Health(NamedTuple):
    """A set without a word of it: `meetings` as agreed, 0 where nothing is."""

    slug: str
    name: str
    cohort: str | None
    members: int
    life: Life
    cadence_days: int
    meetings: int
    met: Met

    @property
    def is_late(self) -> bool:
        """Whether its next meeting should have been by now, and it has no date."""
        last = self.met.last_held
        if self.life not in AWAKE or last is None or self.met.next_booked is not None:
            return False
        return clock.now() > last + timedelta(days=self.cadence_days)

    @property
    def is_last_run(self) -> bool:
        """Whether it has to contract anew to go on."""
        return self.life in AWAKE and 0 < self.meetings <= self.met.held + 1


ORDER = (Life.DORMANT, Life.FORMING, *AWAKE, Life.CLOSED)
"""Who may need somebody comes first."""


def health(actor: Actor) -> list[Health]:
    """All sets whose health the actor may see."""
    return sorted(_read(policy.visible_health(actor)), key=_place)


def health_of(actor: Actor, slug: str) -> Health | None:
    """Of one that the actor can help."""
    return next(iter(_read(sa.and_(Space.slug == slug, policy.helped_sets(actor)))), None)


def _place(each: Health) -> tuple[int, bool, str, str]:
    return ORDER.index(each.life), not each.is_late, (each.cohort or "").casefold(), each.name.casefold()


def _read(condition: sa.ColumnElement[bool]) -> Iterable[Health]:
    cohort = aliased(Space)
    query = (
        sa.select(
            Space.id,
            Space.slug,
            Space.name,
            cohort.name,
            _members(),
            sa.func.coalesce(Contract.life, Life.FORMING),
            sa.func.coalesce(Contract.cadence_days, CADENCE),
            sa.func.coalesce(Contract.meetings, 0),
        )
        .outerjoin(Contract, Contract.space_id == Space.id)
        .outerjoin(cohort, cohort.id == Space.parent_id)
        .where(condition)
    )
    rows = session.execute(query).all()
    known = met.meetings_of([row[0] for row in rows])
    return [Health(*row[1:], known[row[0]]) for row in rows]


def _members() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count(sa.distinct(Membership.person_id)))
        .join(Membership.roles)
        .where(
            Membership.space_id == Space.id, Membership.holds(), Role.holds(), Role.name == RoleName.MEMBER
        )
        .correlate(Space)
        .scalar_subquery()
    )
