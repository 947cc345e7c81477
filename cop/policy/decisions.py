"""What somebody is told of what was decided about them: never who reported them, and not that somebody did in vain."""

import sqlalchemy as sa

from cop.models import Decision, Verdict
from cop.models.measures import VERDICTS
from cop.policy.actors import Actor

OF_WORDS = (
    Verdict.RELEASE,
    Verdict.RELEASE_EDITED,
    Verdict.DECLINE,
    Verdict.HIDE,
    Verdict.HIDE_REPORTED,
    Verdict.RESTORE,
    Verdict.REDACT,
    Verdict.PURGE,
)
"""Decisions on a contribution that its author is told of."""

TOLD = (
    *OF_WORDS,
    Verdict.UPHOLD,
    Verdict.OVERTURN,
    *VERDICTS.values(),
    Verdict.REINSTATE,
    Verdict.SET_ROLES,
    Verdict.LET_IN,
    Verdict.TURN_AWAY,
    Verdict.SET_TERM,
    Verdict.APPOINT,
    Verdict.END_APPOINTMENT,
)
"""What somebody reads of all that was decided about them. That a report of them was left tells that there was one."""


def can_be_told(actor: Actor, decision: Decision) -> bool:
    """Whether it is about the actor, was made by somebody else, and is of a kind that one is told: in every space, also
    where they are shut out.
    """
    return decision.person_id == actor.id and decision.actor_id != actor.id and decision.verdict in TOLD


def told_decisions(actor: Actor) -> sa.ColumnElement[bool]:
    by_others = sa.or_(Decision.actor_id.is_(None), Decision.actor_id != actor.id)
    return sa.and_(Decision.person_id == actor.id, Decision.verdict.in_(TOLD), by_others)
