"""What Home says of intentions: of the pairs that somebody is half of, and of those that they sponsor."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from cop import clock, policy
from cop.db import session
from cop.models import (
    AppointmentRole,
    Commitment,
    Intention,
    IntentionStatus,
    Offer,
    Organisation,
    Pair,
    RoleName,
    Space,
    Wording,
)
from cop.policy import Actor


class AtHome(NamedTuple):
    """A pair, and its intention in a line; None where it has none under way. `asked_by_id` is who would share it, and
    `offers` are those that wait for an answer, `commitment_on` is when its sponsor looks again at what they undertook.
    """

    slug: str
    organisation: str
    is_mine: bool
    intention_id: int | None
    statement: str | None
    status: IntentionStatus | None
    review_on: date | None
    asked_by_id: int | None
    offers: int
    commitment_on: date | None

    @property
    def days_left(self) -> int | None:
        """Until it is looked at again; below nought once that day is over."""
        return _days_until(self.review_on)

    @property
    def commitment_days_left(self) -> int | None:
        """The same of what its sponsor has undertaken."""
        return _days_until(self.commitment_on)


def _days_until(day: date | None) -> int | None:
    return None if day is None else (day - clock.today()).days


def at_home(actor: Actor) -> Sequence[AtHome]:
    """The actor's own pairs, then those that they sponsor and are shown; in a query for each way that they have."""
    own = Pair.space_id.in_(actor.spaces_as(RoleName.MEMBER))
    found = _lines(sa.select(*_columns(is_mine=True)).where(own), number=_newest(), shown=sa.true())
    if actor.has(AppointmentRole.SPONSOR):
        sponsored = sa.select(*_columns(is_mine=False)).where(policy.sponsored_pairs(actor))
        shown = sa.and_(Intention.for_sponsor, policy.shown_to_others())
        found += _lines(sponsored, number=Intention.shown, shown=shown)
    return found


def _columns(*, is_mine: bool) -> tuple[Any, ...]:
    waiting = sa.select(sa.func.count(Offer.id)).where(
        Offer.intention_id == Intention.id, Offer.answered_at.is_(None)
    )
    said = (Intention.id, Wording.statement, Intention.status, Intention.review_on, Intention.asked_by_id)
    counted = waiting.correlate(Intention).scalar_subquery()
    return (Space.slug, Organisation.name, sa.literal(is_mine), *said, counted, _commitment_on())


def _commitment_on() -> sa.ScalarSelect[date]:
    """When what the sponsor of the pair undertook last is looked at again."""
    last = sa.select(Commitment.review_on).where(Commitment.pair_id == Pair.id).order_by(Commitment.id.desc())
    return last.limit(1).correlate(Pair).scalar_subquery()


def _lines(pairs: sa.Select[Any], *, number: Any, shown: sa.ColumnElement[bool]) -> list[AtHome]:
    """Of each of `pairs` its open intention, if that is `shown`, as its wording of this `number` has it."""
    is_open = sa.and_(Intention.pair_id == Pair.id, Intention.closed_at.is_(None), shown)
    query = (
        pairs.select_from(Pair)
        .join(Pair.space)
        .join(Pair.organisation)
        .outerjoin(Intention, is_open)
        .outerjoin(Wording, sa.and_(Wording.intention_id == Intention.id, Wording.number == number))
        .where(Pair.lasts())
        .order_by(Pair.id)
    )
    return [AtHome._make(row) for row in session.execute(query)]


def _newest() -> sa.ScalarSelect[int]:
    other = sa.orm.aliased(Wording)
    newest = sa.select(sa.func.max(other.number)).where(other.intention_id == Intention.id)
    return newest.correlate(Intention).scalar_subquery()
