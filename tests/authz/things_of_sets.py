"""A set in which some of the cast have agreed on something, and meet at this moment, for doors to lead to."""

from cop import clock, db
from cop.models import Meeting, MeetingAttendance, MeetingBid, MeetingSlot, RoleName, Space, SpaceKind
from cop.models.meetings_slots import BidState, SlotState
from cop.models.meetings_states import MeetingState
from tests import people
from tests.authz.stage import Stage
from tests.meetings.contracts import put_contract
from tests.meetings.rows import put_meeting, put_stay

ROLES = {
    "member": RoleName.MEMBER,
    "newcomer": RoleName.MEMBER,
    "facilitator": RoleName.FACILITATOR,
    "moderator": RoleName.MODERATOR,
}
"""What of the cast is what in the set: nobody else is in it, staff and sponsors neither."""


def put_set(stage: Stage) -> Space:
    """Of cohort 1: the member has written its rules, which nobody else has accepted; in the running command."""
    space = Space(
        slug=f"set-of-{stage.cohort.slug}", kind=SpaceKind.SET, name="Their set", parent_id=stage.cohort.id
    )
    db.session.add(space)
    db.session.flush()
    for standing, role in ROLES.items():
        people.join(stage.people[standing], space, role)
    put_contract(space, stage.people["member"])
    return space


def put_set_meeting(stage: Stage, space: Space) -> Meeting:
    """One that is under way in the second slot of the member, who hosts it: the facilitator leads it without being a
    member, and the newcomer, who is one, has not come.
    """
    member, leader = stage.people["member"], stage.people["facilitator"]
    about = {"facilitator_id": leader.id, "opened_at": clock.now(), "stretch": 5, "slot_place": 1}
    meeting = put_meeting(space, member, state=MeetingState.EXPLORE, **about)
    for person in (member, leader):
        put_stay(meeting, person)
        came = {"came_at": clock.now(), "ticked_at": clock.now()}
        db.session.add(MeetingAttendance(meeting_id=meeting.id, person_id=person.id, **came))
    bid = MeetingBid(meeting_id=meeting.id, person_id=member.id, title="", minutes=40, urgency=1)
    bid.state = BidState.TAKEN
    db.session.add(bid)
    db.session.flush()
    meeting.slots = [
        MeetingSlot(presenter_id=member.id, place=0, minutes=40, state=SlotState.DONE),
        MeetingSlot(bid_id=bid.id, presenter_id=member.id, place=1, minutes=40, state=SlotState.OPEN),
    ]
    db.session.flush()
    return meeting
