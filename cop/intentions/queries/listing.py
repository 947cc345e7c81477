"""The intentions of the network, narrowed down by theme, region and how they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from cop import policy
from cop.db import session
from cop.models import Intention, IntentionStatus, Organisation, Pair, Theme, Wording
from cop.policy import Actor

PAGE = 20


@dataclass(frozen=True, slots=True)
class Filters:
    """The empty ones do nothing."""

    theme: Theme | None = None
    region: str = ""
    status: IntentionStatus | None = None

    def condition(self) -> sa.ColumnElement[bool]:
        wanted: list[sa.ColumnElement[bool]] = [sa.true()]
        if self.theme is not None:
            wanted.append(Wording.theme == self.theme)
        if self.region:
            wanted.append(Organisation.region == self.region)
        if self.status is not None:
            wanted.append(Intention.status == self.status)
        return sa.and_(*wanted)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, and how much there is in all."""

    rows: Sequence[Intention]
    total: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))


def intentions(actor: Actor, filters: Filters, *, page: int = 1) -> Found:
    """Those that are shared and that `actor` reads, the newest first; each with what it says and whose it is."""
    wanted = sa.and_(policy.shared_intentions(actor), filters.condition())
    total = session.scalar(_joined(sa.select(sa.func.count(Intention.id))).where(wanted)) or 0
    query = (
        _joined(sa.select(Intention))
        .where(wanted)
        .options(
            contains_eager(Intention.wording),
            contains_eager(Intention.pair).contains_eager(Pair.organisation),
        )
        .order_by(Intention.shared_at.desc(), Intention.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return Found(session.scalars(query).unique().all(), total)


def _joined(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    return query.join(Intention.pair).join(Pair.organisation).join(Intention.wording)


def regions(actor: Actor) -> list[str]:
    """Those from which there are some that `actor` reads."""
    query = _joined(sa.select(Organisation.region).select_from(Intention)).where(
        policy.shared_intentions(actor), Organisation.region != ""
    )
    return sorted(set(session.scalars(query)))
