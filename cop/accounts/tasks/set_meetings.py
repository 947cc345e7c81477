"""Letters about meetings of sets: that there is one, and when. Neither the set nor anything of it is named."""

from cop import policy
from cop.accounts.tasks.contents import Contents, active
from cop.db import session
from cop.models import Letter, Meeting, Person
from cop.models.meetings_states import MeetingState

SUBJECTS = {
    MeetingState.PROPOSED: "Dates are proposed for your set",
    MeetingState.SCHEDULED: "Your set has a date",
    MeetingState.CANCELLED: "A meeting of your set is called off",
}


def meeting(letter: Letter) -> Contents | None:
    """As it stands when this is sent; nothing once it is under way, or for who takes part in it no more."""
    person, about = active(Person.id == letter.person_id), session.get(Meeting, letter.meeting_id or 0)
    if person is None or about is None or about.state not in SUBJECTS:
        return None
    if not policy.can_read_meeting(policy.load_actor(person.id), about):
        return None
    words = {"state": about.state, "starts_at": about.starts_at, "meeting_id": about.id}
    words["was_booked"] = about.booked_at is not None
    return Contents(person.email, SUBJECTS[about.state], words)
