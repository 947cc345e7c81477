"""Letters about meetings of sets: that there is one, and when. Neither the set nor anything of it is named."""

from collections.abc import Mapping

import sqlalchemy as sa

from cop import clock, policy
from cop.accounts.tasks.contents import Contents, active
from cop.db import session
from cop.models import Letter, Meeting, MeetingAction, Person
from cop.models.meetings_reminders import ACTION_BEFORE, LATE
from cop.models.meetings_states import MeetingState

SUBJECTS = {
    MeetingState.PROPOSED: "Dates are proposed for your set",
    MeetingState.SCHEDULED: "Your set has a date",
    MeetingState.CANCELLED: "A meeting of your set is called off",
}

TO_HOST = {
    MeetingState.PROPOSED: "Confirm a date for your set",
    MeetingState.SCHEDULED: "You host the next meeting of your set",
}
NEAR = {
    MeetingState.PROPOSED: "Say which dates suit you",
    MeetingState.SCHEDULED: "Your set meets soon",
}


def meeting(letter: Letter) -> Contents | None:
    """As it stands when this is sent; nothing once it is under way, or for who takes part in it no more."""
    return _about(letter, SUBJECTS)


def hosting(letter: Letter) -> Contents | None:
    return _about(letter, TO_HOST)


def soon(letter: Letter) -> Contents | None:
    return _about(letter, NEAR)


def _about(letter: Letter, subjects: Mapping[MeetingState, str]) -> Contents | None:
    person, about = active(Person.id == letter.person_id), session.get(Meeting, letter.meeting_id or 0)
    if person is None or about is None or about.state not in subjects:
        return None
    if not policy.can_read_meeting(policy.load_actor(person.id), about):
        return None
    words = {
        "state": about.state,
        "starts_at": about.starts_at,
        "meeting_id": about.id,
        "was_booked": about.booked_at is not None,
        "answer_by": clock.last_day(about.answer_by),
    }
    return Contents(person.email, subjects[about.state], words)


def action(letter: Letter) -> Contents | None:
    """When the next of their actions is due, and not what it is; nothing once none is."""
    person = active(Person.id == letter.person_id)
    if person is None:
        return None
    today = clock.today()
    query = sa.select(sa.func.min(MeetingAction.due_on)).where(
        MeetingAction.owner_id == person.id,
        MeetingAction.closed_at.is_(None),
        MeetingAction.due_on.between(today - LATE, today + ACTION_BEFORE),
        policy.visible_actions(policy.load_actor(person.id)),
    )
    due_on = session.scalar(query)
    if due_on is None:
        return None
    return Contents(person.email, "Something in your set is due", {"due_on": due_on})
