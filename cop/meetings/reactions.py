"""What meetings do when something has happened."""

from sqlalchemy.orm import joinedload

from cop import live
from cop.db import get, session
from cop.events import MeetingChanged, MeetingMoved, RosterChanged
from cop.meetings.commands.scenes import Scene, look_at
from cop.meetings.payloads import hint
from cop.models import Meeting, Space, SpaceKind
from cop.models.meetings_people import MeetingStay
from cop.policy import NOBODY


def end_stays(fact: RosterChanged) -> None:
    """Whoever belongs to a set no more is at none of its meetings."""
    if get(Space, fact.space_id).kind is SpaceKind.SET:
        MeetingStay.end_of_former(fact.space_id, fact.person_ids)


def show_change(fact: MeetingChanged) -> None:
    """Tell those who are there, at this moment, that they see something else: never what."""
    scene = _scene(fact.meeting_id)
    live.push("meeting:changed", hint(scene.meeting), to=scene.there)


def show_move(fact: MeetingMoved) -> None:
    """Tell the others of the set where it is now, and nothing of what is said there (domain.md 2.4)."""
    scene = _scene(fact.meeting_id)
    told = {
        name: value for name, value in hint(scene.meeting).items() if name in ("meeting", "state", "version")
    }
    live.push("meeting:moved", told, to=[each for each in scene.people if each not in scene.there])


def _scene(meeting_id: int) -> Scene:
    meeting = session.get_one(Meeting, meeting_id, options=[joinedload(Meeting.space)])
    return look_at(meeting, NOBODY)
