"""The outputs of events that programmes build on, to who may read those events."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from cop import policy
from cop.db import session
from cop.models import Citation, Gathering, Output, Programme
from cop.policy import Actor


def of_programme(actor: Actor, programme: Programme) -> Sequence[Citation]:
    """What it builds on, as far as the actor reads it, in the order in which that was said."""
    query = (
        sa.select(Citation)
        .join(Citation.output)
        .join(Output.gathering)
        .options(contains_eager(Citation.output).contains_eager(Output.gathering))
        .where(Citation.programme_id == programme.id, policy.visible_gatherings(actor))
    )
    return session.scalars(query.order_by(Citation.id)).all()


def to_choose(actor: Actor, programme: Programme) -> Sequence[Output]:
    """What it could build on besides, the newest event first."""
    said = sa.select(Citation.output_id).where(Citation.programme_id == programme.id)
    query = (
        sa.select(Output)
        .join(Output.gathering)
        .options(contains_eager(Output.gathering))
        .where(policy.visible_gatherings(actor), Output.id.not_in(said))
    )
    return session.scalars(query.order_by(Gathering.day.desc(), Output.id)).all()
