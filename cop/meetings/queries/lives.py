"""Where a set stands in its life, what follows from what has come to be, and what it can do next (domain.md 2.5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from cop import clock
from cop.db import session
from cop.meetings.queries.contracts import Agreement, agreement
from cop.models import Contract, Question, Space, met
from cop.models.lives import AWAKE, TURNS, Life, Turn
from cop.models.met import Met

READY_AFTER, LEADERS, AGAIN = 3, 2, 2
"""Meetings and different members who have led one, before a set runs itself; and meetings before one looks on."""

MORE = 5
"""So many meetings are offered when a contract is renewed."""

SILENT_AFTER = 2
"""So many times its cadence a set has neither met nor made a date, and is dormant."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a set has agreed on, and what came of it."""

    agreed: Agreement
    met: Met

    @property
    def contract(self) -> Contract:
        return self.agreed.contract

    @property
    def leaders(self) -> frozenset[int]:
        """Ids of the members who have led a meeting."""
        return self.met.facilitators & self.agreed.circle.members

    @property
    def is_ready(self) -> bool:
        """Whether it can run without an adviser, and wants to."""
        enough = self.met.held >= READY_AFTER and len(self.leaders) >= LEADERS
        return enough and self.agreed.most_say(Question.SELF_FACILITATION)

    @property
    def is_silent(self) -> bool:
        """Whether it has not met for twice its cadence, and has no date."""
        return is_silent(self.contract, self.met)

    @property
    def asks_for_renewal(self) -> bool:
        """Whether the last meeting that it agreed on comes next, or has been."""
        can_be = (self.contract.life, Turn.RENEWED) in TURNS
        return can_be and self.met.held >= self.contract.meetings - 1


def is_silent(contract: Contract, known: Met) -> bool:
    since = max((each for each in (contract.concluded_at, known.last_held) if each), default=None)
    if since is None or known.next_booked is not None:
        return False
    return clock.now() >= since + timedelta(days=SILENT_AFTER * contract.cadence_days)


GUARDS: Mapping[Turn, Callable[[Standing], bool]] = {
    Turn.CONCLUDED: lambda standing: not standing.agreed.lacking,
    Turn.MET: lambda standing: standing.met.held >= 1,
    Turn.MET_AGAIN: lambda standing: standing.met.held >= AGAIN,
    Turn.RAN_ITSELF: lambda standing: standing.is_ready,
    Turn.FELL_SILENT: lambda standing: standing.is_silent,
    Turn.WOKE: lambda standing: not standing.is_silent,
}
"""What is seen from what has come to be, without anybody saying so. The others people do."""


def standing_of(space: Space) -> Standing:
    return Standing(agreement(space), met.meetings_of([space.id])[space.id])


def next_turn(standing: Standing) -> Turn | None:
    """What has come to be for a set and is not written down yet."""
    life = standing.contract.life
    return next((turn for turn, holds in GUARDS.items() if (life, turn) in TURNS and holds(standing)), None)


def living_ids() -> list[int]:
    """Ids of the sets whose life the clock looks after."""
    lives = (Life.FORMING, *AWAKE, Life.DORMANT)
    query = sa.select(Contract.space_id).where(Contract.life.in_(lives)).order_by(Contract.space_id)
    return list(session.scalars(query))
