"""How many inspections of sets wait for somebody's approval."""

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.models import Inspection
from cop.policy import Actor


def inspections_waiting(actor: Actor) -> int:
    """Asked for by others, where the actor may answer; no query for who never may."""
    if not actor.runs_network:
        return 0
    theirs = (policy.visible_inspections(actor), Inspection.asker_id != actor.id, Inspection.waits())
    return session.scalar(sa.select(sa.func.count(Inspection.id)).where(*theirs)) or 0
