"""What is somebody's own across the meetings of their sets: their actions, and when each set meets next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import clock, policy
from cop.db import session
from cop.models import Meeting, MeetingAction, Space, met
from cop.models.meetings_states import OPEN
from cop.policy import Actor

FEW_CLOSED = 20


class Mine(NamedTuple):
    """An action, and the set in which it was written."""

    action: MeetingAction
    space: Space

    @property
    def is_late(self) -> bool:
        return self.action.due_on is not None and self.action.due_on < clock.today()


def open_actions(actor: Actor) -> list[Mine]:
    """The actor's own that are neither done nor dropped: what is due first comes first."""
    when = (MeetingAction.due_on.is_(None), MeetingAction.due_on, MeetingAction.id)
    return _mine(actor, MeetingAction.closed_at.is_(None), order=when)


def closed_actions(actor: Actor) -> list[Mine]:
    """The latest of those that are done or dropped, and of which it is still kept what they said."""
    closed = sa.and_(MeetingAction.closed_at.is_not(None), MeetingAction.text != "")
    return _mine(actor, closed, order=(MeetingAction.closed_at.desc(), MeetingAction.id), limit=FEW_CLOSED)


def _mine(
    actor: Actor, which: sa.ColumnElement[bool], *, order: Sequence[Any], limit: int | None = None
) -> list[Mine]:
    query = (
        sa.select(MeetingAction, Space)
        .join(Space, Space.id == MeetingAction.space_id)
        .options(joinedload(MeetingAction.owner))
        .where(MeetingAction.owner_id == actor.id, which, policy.visible_actions(actor))
    )
    return [Mine(*row) for row in session.execute(query.order_by(*order).limit(limit))]


class ToDo(NamedTuple):
    """An open action of the actor's, as Home shows it."""

    text: str
    due_on: date | None

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()


class Coming(NamedTuple):
    """The next meeting of a set, or the one that is under way."""

    meeting_id: int
    starts_at: datetime
    is_open: bool


@dataclass
class AtHome:
    """By the ids of the actor's sets: their open actions, what is due first before the others; and what comes next."""

    actions: dict[int, list[ToDo]] = field(default_factory=dict)
    coming: dict[int, Coming] = field(default_factory=dict)


def at_home(actor: Actor) -> AtHome:
    """In one query, however many sets there are."""
    found = AtHome()
    for is_meeting, space_id, row_id, text, due_on, starts_at, state in session.execute(_of_home(actor)):
        if not is_meeting:
            found.actions.setdefault(space_id, []).append(ToDo(text, due_on))
        elif space_id not in found.coming:
            found.coming[space_id] = Coming(row_id, starts_at, state in OPEN)
    return found


def _of_home(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    nothing, no_day = sa.literal(""), sa.cast(sa.null(), sa.Date)
    no_moment, no_state = sa.cast(sa.null(), Meeting.starts_at.type), sa.cast(sa.null(), Meeting.state.type)
    actions = sa.select(
        sa.literal(0).label("part"), MeetingAction.space_id, MeetingAction.id, MeetingAction.text,
        MeetingAction.due_on, no_moment.label("starts_at"), no_state.label("state"),
    ).where(
        MeetingAction.owner_id == actor.id, MeetingAction.closed_at.is_(None), policy.visible_actions(actor)
    )  # fmt: skip
    coming = sa.select(
        sa.literal(1), Meeting.space_id, Meeting.id, nothing, no_day, Meeting.starts_at, Meeting.state
    ).where(policy.visible_meetings(actor), met.is_to_come())
    both = sa.union_all(actions, coming).subquery()
    undated = both.c.due_on.is_(None)
    return sa.select(*both.c).order_by(both.c.part, undated, both.c.due_on, both.c.starts_at, both.c.id)
