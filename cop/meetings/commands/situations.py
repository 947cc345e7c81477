"""What is so in a meeting at this moment, read for the table of its states (models/meetings_states.py)."""

from datetime import timedelta

import sqlalchemy as sa

from cop import clock
from cop.db import session
from cop.meetings.commands.scenes import Scene
from cop.models import GroundRules, Meeting, MeetingAction, MeetingAttendance, MeetingBid
from cop.models.meetings_people import ABSENT_AFTER, Matter
from cop.models.meetings_slots import BidState, SlotState
from cop.models.meetings_states import NO_OBJECTION, Situation

GENERAL = 0
"""The version of ground rules of a set that has written none: what the statement says holds in any case."""


def situation_of(scene: Scene) -> Situation:
    meeting, slot = scene.meeting, scene.meeting.slot
    following = meeting.next_slot
    yes = scene.voices(Matter.SMALL)
    return Situation(
        present=len(scene.present),
        quorum=meeting.quorum,
        all_agree=bool(scene.present) and all(yes.get(each) for each in scene.present),
        all_ticked=_all_ticked(scene),
        since_start=clock.now() - meeting.starts_at,
        is_led=meeting.leader_id in scene.there or scene.away_for(meeting.leader_id) < ABSENT_AFTER,
        bids=_count(sa.select(MeetingBid.id).where(_placed(scene))),
        is_order_agreed=_is_agreed(scene),
        next_is_ready=following is not None and following.is_ready,
        waiting=sum(each.state is SlotState.WAITING for each in meeting.slots),
        wants_resources=slot is not None and slot.wants_resources,
        has_actions=slot is not None and (slot.has_no_action or _acts(slot.id)),
        is_next_settled=meeting.next_step is not None,
        since_record=clock.now() - meeting.recorded_at if meeting.recorded_at else timedelta(0),
    )


def rules_of_today(meeting: Meeting) -> int:
    """The version of its ground rules that a set has at this moment."""
    newest = GroundRules.newest(meeting.space_id)
    return newest.number if newest else GENERAL


def _all_ticked(scene: Scene) -> bool:
    """To the ground rules as they are now: who ticked a version before has not agreed to this one."""
    ticked = sa.select(MeetingAttendance.person_id).where(
        MeetingAttendance.meeting_id == scene.meeting.id,
        MeetingAttendance.rules == rules_of_today(scene.meeting),
    )
    return set(scene.there) <= set(session.scalars(ticked))


def _placed(scene: Scene) -> sa.ColumnElement[bool]:
    return sa.and_(MeetingBid.meeting_id == scene.meeting.id, MeetingBid.state == BidState.PLACED)


def _count(query: sa.Select[int]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0


def _is_agreed(scene: Scene) -> bool:
    """Most of those who are there say yes, or nobody has objected for a minute."""
    proposed_at = scene.meeting.order_at
    if proposed_at is None:
        return False
    said = scene.voices(Matter.ORDER)
    if scene.is_most(sum(said.values())):
        return True
    return clock.now() - proposed_at >= NO_OBJECTION and all(said.values())


def _acts(slot_id: int) -> bool:
    return bool(session.scalar(sa.select(sa.exists().where(MeetingAction.slot_id == slot_id))))
