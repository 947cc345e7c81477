"""What stands between a pair and its board sponsor."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from cop import policy
from cop.db import session
from cop.models import Appointment, AppointmentRole, Commitment, Encouragement, Intention, Pair
from cop.policy import Actor


def commitments(pair: Pair) -> Sequence[Commitment]:
    """What sponsors have undertaken for a pair, the newest first, but for what a moderator has taken."""
    query = sa.select(Commitment).where(Commitment.pair_id == pair.id, Commitment.stands())
    query = query.options(joinedload(Commitment.person))
    return session.scalars(query.order_by(Commitment.id.desc())).unique().all()


def encouragements(actor: Actor, intention: Intention) -> Sequence[Encouragement]:
    """What sponsors said of it, as far as `actor` reads that; who is neither of the pair nor a sponsor reads none."""
    if not (policy.is_half(actor, intention.pair) or actor.has(AppointmentRole.SPONSOR)):
        return []
    query = (
        sa.select(Encouragement)
        .join(Encouragement.intention)
        .join(Intention.pair)
        .where(Encouragement.intention_id == intention.id, policy.visible_encouragements(actor))
        .options(joinedload(Encouragement.person))
    )
    return session.scalars(query.order_by(Encouragement.written_at)).unique().all()


def sponsored(actor: Actor) -> Sequence[Pair]:
    """The pairs of the organisations that somebody sponsors, that have not ended."""
    query = (
        sa.select(Pair)
        .join(Pair.organisation)
        .join(Appointment, Appointment.organisation_id == Pair.organisation_id)
        .where(Appointment.person_id == actor.id, Appointment.role == AppointmentRole.SPONSOR)
        .where(Appointment.holds(), Pair.lasts())
        .options(contains_eager(Pair.organisation), joinedload(Pair.space))
    )
    return session.scalars(query.order_by(Pair.id)).unique().all()
