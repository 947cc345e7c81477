"""The undoing of what a room became: it is again what the decision before made it."""

import sqlalchemy as sa

from cop import policy
from cop.db import lock, session
from cop.errors import Conflict, NotFound
from cop.models import Decision, RoomState, Space, Verdict
from cop.models.decisions import ROOM_VERDICTS

STATES = {verdict: state for state, verdict in ROOM_VERDICTS.items()}
"""Decisions about a room -> what it became."""


def lock_room(decision: Decision) -> None:
    """Hold the room that `decision` is about; NotFound for who decided it and moderates there no more."""
    space = lock(Space, decision.space_id or 0)
    if not policy.can_set_room(policy.load_actor(decision.actor_id or 0), space):
        raise NotFound


def set_back(decision: Decision, *, changed: str) -> Decision:
    """Let the room be what it was before `decision`; Conflict with the words `changed` if it has become another."""
    space = session.get_one(Space, decision.space_id)
    if _last(space) != decision.id:
        raise Conflict(changed)
    before = _last_before(space, decision.id)
    state = STATES[before] if before else RoomState.OPEN
    space.set_room(state)
    return Decision.log(
        ROOM_VERDICTS[state], space_id=space.id, actor_id=decision.actor_id, undoes_id=decision.id
    )


def _last(space: Space) -> int | None:
    return session.scalar(sa.select(sa.func.max(Decision.id)).where(*_about(space)))


def _last_before(space: Space, decision_id: int) -> Verdict | None:
    earlier = sa.select(Decision.verdict).where(*_about(space), Decision.id < decision_id)
    return session.scalar(earlier.order_by(Decision.id.desc()).limit(1))


def _about(space: Space) -> tuple[sa.ColumnElement[bool], ...]:
    return Decision.space_id == space.id, Decision.verdict.in_(STATES)
