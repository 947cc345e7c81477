"""Canaries at a meeting under way, each for those of the set whom it is for; moderator, staff and sponsor find none."""

from datetime import timedelta

from cop import clock, db
from cop.models import (
    Meeting,
    MeetingAction,
    MeetingBid,
    MeetingHope,
    MeetingLearning,
    MeetingNote,
    MeetingSlot,
    MeetingSummary,
    Person,
)
from cop.models.meetings_outcomes import LearningKind
from cop.models.meetings_slots import SlotState
from cop.models.meetings_states import MeetingState
from tests import people
from tests.authz.canaries import Canaries
from tests.authz.stage import Stage
from tests.meetings.rows import put_line, put_meeting, put_stay

MEETERS = ("newcomer", "member", "facilitator")
PRESENT = ("member", "facilitator")


def put_words_of_meeting(stage: Stage, canaries: Canaries) -> None:
    """By somebody of the set who is none of the cast: at the meeting of the stage, and at one that is over."""
    meeting = db.get(Meeting, int(stage.ids["meeting_id"]))
    fellow = people.add_person("fellow")
    people.join(fellow, meeting.space)
    _said(meeting, fellow, canaries)
    _carried(meeting, fellow, canaries)
    _over(stage, meeting, fellow, canaries)


def _said(meeting: Meeting, fellow: Person, canaries: Canaries) -> None:
    """To who is there; and in a slot that was stopped, which nobody reads."""
    put_line(meeting, fellow, canaries.hatch("saidatmeeting", *PRESENT))
    slot = MeetingSlot(meeting_id=meeting.id, presenter_id=fellow.id, place=0, minutes=40)
    slot.state = SlotState.WITHDRAWN
    db.session.add(slot)
    db.session.flush()
    put_line(meeting, fellow, canaries.hatch("saidandstopped"), slot_id=slot.id)


def _carried(meeting: Meeting, fellow: Person, canaries: Canaries) -> None:
    about = {"space_id": meeting.space_id, "meeting_id": meeting.id}
    db.session.add_all(
        [
            MeetingBid(
                meeting_id=meeting.id,
                person_id=fellow.id,
                title=canaries.hatch("bidtitle", *MEETERS),
                minutes=40,
                urgency=1,
            ),
            MeetingHope(meeting_id=meeting.id, person_id=fellow.id, text=canaries.hatch("hope", *MEETERS)),
            MeetingNote(person_id=fellow.id, text=canaries.hatch("notes"), **about),
            MeetingNote(person_id=meeting.host_id, text=canaries.hatch("notesofmember", "member"), **about),
            MeetingAction(owner_id=fellow.id, text=canaries.hatch("action", *MEETERS), **about),
            _learning(fellow, canaries.hatch("learnedapart"), is_shared=False, **about),
            _learning(fellow, canaries.hatch("learnedtogether", *MEETERS), is_shared=True, **about),
        ]
    )
    db.session.flush()


def _learning(person: Person, text: str, **about: object) -> MeetingLearning:
    return MeetingLearning(person_id=person.id, kind=LearningKind.LEARNING, text=text, **about)


def _over(stage: Stage, meeting: Meeting, fellow: Person, canaries: Canaries) -> None:
    """Who led it without being a member reads nothing more of what was said; the summary waits for its presenter."""
    about = {
        "state": MeetingState.RECORD,
        "recorded_at": clock.now(),
        "facilitator_id": meeting.facilitator_id,
    }
    past = put_meeting(meeting.space, meeting.host, starts_at=clock.now() - timedelta(days=1), **about)
    for name in PRESENT:
        put_stay(past, stage.people[name])
    put_line(past, meeting.host, canaries.hatch("saidbefore", "member"))
    about = {"presenter_id": meeting.host_id, "minutes": 40, "state": SlotState.DONE}
    past.slots = [MeetingSlot(place=1, **about)]
    text = canaries.hatch("meetingsummary", "member")
    db.session.add(MeetingSummary(meeting_id=past.id, author_id=fellow.id, text=text, version=1))
    db.session.flush()
    canaries.ids["meeting_id"].append(past.id)
