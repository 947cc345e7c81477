"""What a set is told about its contract and its meetings."""

import sqlalchemy as sa

from cop import policy
from cop.db import get, session
from cop.events import (
    ActionDue,
    ContractWaits,
    DateProposed,
    DatesAnswered,
    MeetingArranged,
    MeetingNear,
    RulesAccepted,
)
from cop.models import (
    DateAnswer,
    Meeting,
    MeetingAction,
    MeetingAttendance,
    MeetingDate,
    Notice,
    NoticeKind,
    Person,
    RoleName,
    Space,
)
from cop.models.meetings_reminders import ANSWERED, TO_HOST
from cop.models.meetings_states import MeetingState
from cop.notifications.commands import notify, see_here
from cop.notifications.commands.posting import write_to


def tell_of_contract(fact: ContractWaits) -> None:
    """WITH: what waits in the contract of a set concerns all who are in it, but for who has brought it there."""
    space = get(Space, fact.space_id)
    others = policy.who_agree(space).where(Person.id.is_distinct_from(fact.actor_id))
    notify(others, NoticeKind.CONTRACT, space)


def see_contract(fact: RulesAccepted) -> None:
    """WITH: whoever accepts the rules has seen that they wait."""
    see_here(fact.person_id, Notice.kind == NoticeKind.CONTRACT, Notice.subject_id == fact.space_id)


def tell_of_meeting(fact: MeetingArranged) -> None:
    """WITH: when a set meets concerns all who take part in it, but for who has arranged it; a letter says the same."""
    meeting = get(Meeting, fact.meeting_id)
    kind = NoticeKind.DATES if meeting.state is MeetingState.PROPOSED else NoticeKind.MEETING
    others = _others(meeting, fact.actor_id)
    notify(others, kind, meeting)
    write_to(others, kind, meeting)


def tell_of_date(fact: DateProposed) -> None:
    """WITH: one more date is to be answered."""
    meeting = get(Meeting, fact.meeting_id)
    notify(_others(meeting, fact.actor_id), NoticeKind.DATES, meeting)


def see_dates(fact: DatesAnswered) -> None:
    """WITH: whoever answers has seen that dates are proposed."""
    see_here(fact.person_id, Notice.kind == NoticeKind.DATES, Notice.subject_id == fact.meeting_id)


def _others(meeting: Meeting, actor_id: int | None) -> sa.Select[int]:
    return policy.people_of_meetings(meeting.space).where(Person.id.is_distinct_from(actor_id))


def remind_of_meeting(fact: MeetingNear) -> None:
    """WITH: a meeting that is near concerns its host first, and then all who have not said that they can't come; dates
    that are to be answered concern who has not answered, and then the host.
    """
    meeting = get(Meeting, fact.meeting_id)
    if fact.days in (TO_HOST, ANSWERED):
        kind, whom = NoticeKind.HOSTING, _hosts(meeting)
    else:
        kind, whom = NoticeKind.SOON, policy.people_of_meetings(meeting.space).where(~_has_answered(meeting))
    notify(whom, kind, meeting)
    write_to(whom, kind, meeting)


def _hosts(meeting: Meeting) -> sa.Select[int]:
    """Its host; where that person has left the set, all its members."""
    members = policy.people_of_meetings(meeting.space, RoleName.MEMBER)
    host = members.where(Person.id == meeting.host_id)
    return host if session.scalar(host) is not None else members


def _has_answered(meeting: Meeting) -> sa.ColumnElement[bool]:
    """Whether a person has said that they can't come; while dates are proposed, whether they have answered any."""
    if meeting.state is MeetingState.PROPOSED:
        asked = sa.select(MeetingDate.id).where(MeetingDate.meeting_id == meeting.id)
        return sa.exists().where(DateAnswer.person_id == Person.id, DateAnswer.date_id.in_(asked))
    sorry = (MeetingAttendance.meeting_id == meeting.id, MeetingAttendance.is_sorry)
    return sa.exists().where(MeetingAttendance.person_id == Person.id, *sorry)


def remind_of_action(fact: ActionDue) -> None:
    """WITH: what is due concerns whoever undertook it, as long as they are in the set."""
    action = get(MeetingAction, fact.action_id)
    space = get(Space, action.space_id)
    owner = policy.people_of_meetings(space).where(Person.id == action.owner_id)
    notify(owner, NoticeKind.ACTION, space)
    write_to(owner, NoticeKind.ACTION, space)
