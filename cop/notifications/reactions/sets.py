"""What a set is told about its contract and its meetings."""

import sqlalchemy as sa

from cop import policy
from cop.db import get
from cop.events import ContractWaits, DateProposed, DatesAnswered, MeetingArranged, RulesAccepted
from cop.models import Meeting, Notice, NoticeKind, Person, Space
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
