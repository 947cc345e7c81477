"""Canaries at a meeting of a set that nobody of the cast is in: its words are nobody's to find."""

from cop import db
from cop.models import Meeting, MeetingAction, MeetingBid, MeetingLearning, MeetingSummary
from cop.models.meetings_outcomes import LearningKind
from tests.authz.canaries import Canaries
from tests.authz.stage import Stage
from tests.meetings.rows import put_line, put_stay


def put_words_of_meeting(stage: Stage, canaries: Canaries) -> None:
    """By somebody who was there, and by the member, as if they once had been."""
    meeting = db.get(Meeting, int(stage.ids["meeting_id"]))
    member = stage.people["member"]
    put_stay(meeting, member)
    put_line(meeting, meeting.host, canaries.hatch("saidatmeeting"))
    about = {"space_id": meeting.space_id, "meeting_id": meeting.id}
    learned = {"kind": LearningKind.LEARNING, "is_shared": True, "text": canaries.hatch("learned")}
    db.session.add_all(
        [
            MeetingBid(
                meeting_id=meeting.id,
                person_id=meeting.host_id,
                title=canaries.hatch("bidtitle"),
                minutes=40,
                urgency=1,
            ),
            MeetingAction(owner_id=meeting.host_id, text=canaries.hatch("action"), **about),
            MeetingLearning(person_id=meeting.host_id, **learned, **about),
            MeetingSummary(
                meeting_id=meeting.id,
                author_id=meeting.host_id,
                text=canaries.hatch("meetingsummary"),
                version=1,
            ),
        ]
    )
    db.session.flush()
