"""Rows of meetings as the models have them, in the running command."""

from typing import Any

from cop import clock, db
from cop.models import Meeting, MeetingLine, MeetingStay, MeetingTiming, Person, Space
from cop.models.meetings_speaking import LineKind
from cop.models.meetings_states import MeetingState
from cop.models.meetings_timings import Channel, Template, plan
from tests import people


def put_meeting(space: Space, host: Person, **about: Any) -> Meeting:
    """A meeting of a set, scheduled for this moment unless `about` says otherwise."""
    planned = plan(Template.T90, 4)
    given = {
        "convener_id": host.id,
        "key": people.key(),
        "digest": "",
        "state": MeetingState.SCHEDULED,
        "template": Template.T90,
        "channel": Channel.TEXT,
        "slot_minutes": planned.slot,
        "slots_planned": planned.slots,
        "starts_at": clock.now(),
        "host_id": host.id,
    }
    meeting = Meeting(**given | about)
    meeting.space, meeting.slots = db.session.merge(space), []
    meeting.timings = [MeetingTiming(phase=phase, minutes=each) for phase, each in planned.minutes.items()]
    db.session.add(meeting)
    db.session.flush()
    return meeting


def put_stay(meeting: Meeting, person: Person) -> MeetingStay:
    """Somebody who is there from now on."""
    stay = MeetingStay(meeting_id=meeting.id, person_id=person.id, from_seq=meeting.said, heard=meeting.said)
    db.session.add(stay)
    db.session.flush()
    return stay


def put_line(meeting: Meeting, author: Person, text: str, **about: Any) -> MeetingLine:
    """Something that was said there."""
    meeting.said += 1
    given = {"phase": meeting.state, "stretch": meeting.stretch, "kind": LineKind.TALK}
    line = MeetingLine(
        meeting_id=meeting.id,
        author_id=author.id,
        seq=meeting.said,
        text=text,
        key=people.key(),
        digest="",
        **given | about,
    )
    db.session.add(line)
    db.session.flush()
    return line
