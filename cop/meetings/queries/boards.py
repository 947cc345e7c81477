"""Meetings of a set through what an actor may see, and what stands on the board of one."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import policy
from cop.db import session
from cop.errors import NotFound
from cop.models import (
    Meeting,
    MeetingAction,
    MeetingAttendance,
    MeetingBid,
    MeetingHandover,
    MeetingLine,
    MeetingTurn,
    Person,
    RoleName,
    Space,
)
from cop.models.meetings_floor import in_turn
from cop.models.meetings_slots import BidState
from cop.models.meetings_states import OVER
from cop.policy import Actor

NEWEST = 200
"""Lines that a page shows."""


def meeting_in(actor: Actor, meeting_id: int) -> sa.Select[Meeting]:
    """The meeting if `actor` may know of it, with its space."""
    return (
        sa.select(Meeting)
        .options(joinedload(Meeting.space, innerjoin=True))
        .where(Meeting.id == meeting_id, policy.visible_meetings(actor))
    )


def meeting(actor: Actor, meeting_id: int) -> Meeting:
    """The same; NotFound for who takes no part in it."""
    found = session.scalars(meeting_in(actor, meeting_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def meetings_of(space: Space) -> Sequence[Meeting]:
    """Those of a set, the latest first."""
    query = sa.select(Meeting).where(Meeting.space_id == space.id).options(joinedload(Meeting.host))
    return session.scalars(query.order_by(Meeting.starts_at.desc(), Meeting.id.desc())).all()


def members_of(space: Space) -> Sequence[Person]:
    """The members of a set, by name."""
    ids = policy.people_of_meetings(space, RoleName.MEMBER)
    return session.scalars(sa.select(Person).where(Person.id.in_(ids)).order_by(Person.name)).all()


def people_of(space: Space) -> Sequence[Person]:
    """All who take part in the meetings of a set, by name."""
    return session.scalars(
        sa.select(Person).where(Person.id.in_(policy.people_of_meetings(space))).order_by(Person.name)
    ).all()


def lines_for(actor: Actor, meeting: Meeting, *, after: int = 0) -> Sequence[MeetingLine]:
    """The newest of what was said to the actor, in its order; only what was said `after` a place of it."""
    query = (
        sa.select(MeetingLine)
        .join(Meeting, Meeting.id == MeetingLine.meeting_id)
        .options(joinedload(MeetingLine.author))
        .where(MeetingLine.meeting_id == meeting.id, MeetingLine.seq > after, policy.visible_lines(actor))
        .order_by(MeetingLine.seq.desc())
    )
    return list(reversed(session.scalars(query.limit(NEWEST)).all()))


def queue(meeting: Meeting) -> list[MeetingTurn]:
    """Whose hands are up, in their turn."""
    query = (
        sa.select(MeetingTurn)
        .options(joinedload(MeetingTurn.person))
        .where(MeetingTurn.meeting_id == meeting.id, MeetingTurn.stretch == meeting.stretch)
        .where(MeetingTurn.round == meeting.round)
    )
    return in_turn(list(session.scalars(query)))


def had_turns(meeting: Meeting) -> set[int]:
    """Ids of those who have spoken in this round, or passed."""
    query = sa.select(MeetingTurn.person_id).where(
        MeetingTurn.meeting_id == meeting.id,
        MeetingTurn.stretch == meeting.stretch,
        sa.or_(MeetingTurn.spoken > 0, MeetingTurn.has_passed),
    )
    return set(session.scalars(query))


def bids(meeting: Meeting) -> Sequence[MeetingBid]:
    """Those that wait for the agenda: the often deferred first, then the urgent."""
    query = (
        sa.select(MeetingBid)
        .options(joinedload(MeetingBid.person))
        .where(MeetingBid.meeting_id == meeting.id, MeetingBid.state == BidState.PLACED)
    )
    return session.scalars(
        query.order_by(MeetingBid.priority.desc(), MeetingBid.urgency.desc(), MeetingBid.id)
    ).all()


def actions(actor: Actor, meeting: Meeting) -> Sequence[MeetingAction]:
    """Those that this meeting has dealt with, and until it is over those of the set that are open."""
    here = sa.or_(MeetingAction.meeting_id == meeting.id, MeetingAction.reviewed_in_id == meeting.id)
    if meeting.state not in OVER:
        here = sa.or_(here, MeetingAction.closed_at.is_(None))
    query = sa.select(MeetingAction).options(joinedload(MeetingAction.owner))
    mine = query.where(MeetingAction.space_id == meeting.space_id, here, policy.visible_actions(actor))
    return session.scalars(mine.order_by(MeetingAction.id)).all()


def attendances(meeting: Meeting) -> dict[int, MeetingAttendance]:
    """By person, who came or can't come."""
    query = sa.select(MeetingAttendance).where(MeetingAttendance.meeting_id == meeting.id)
    return {each.person_id: each for each in session.scalars(query)}


def offers_to(actor: Actor, meeting: Meeting) -> Sequence[MeetingHandover]:
    """Parts that are offered to the actor."""
    query = sa.select(MeetingHandover).where(
        MeetingHandover.meeting_id == meeting.id, MeetingHandover.person_id == actor.id
    )
    return session.scalars(query).all()
