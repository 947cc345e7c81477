"""What the socket tells about a meeting: where it stands, who is there, and lines to whom they were said."""

from typing import Any

from cop import web
from cop.meetings.commands.scenes import Scene
from cop.models import Meeting, MeetingLine, MeetingStay
from cop.models.meetings_people import GREY_AFTER, OUT_AFTER
from cop.models.meetings_timings import Channel

Payload = dict[str, Any]


def hint(meeting: Meeting) -> Payload:
    """That something is otherwise, without a word of what."""
    return {
        "meeting": meeting.id,
        "pulse": meeting.pulse,
        "said": meeting.said,
        "version": meeting.version,
        "state": meeting.state.value,
    }


def standing(scene: Scene) -> Payload:
    """Where it stands for whoever asks."""
    return {
        **hint(scene.meeting),
        "clock": clock_of(scene.meeting),
        "is_there": scene.is_there,
        "here": [{"id": each, "seen": seen(scene, stay)} for each, stay in scene.there.items()],
    }


def clock_of(meeting: Meeting) -> Payload:
    """Seconds that are left of the phase, below nothing in overtime, None without a clock; and whether it runs."""
    left = meeting.remaining
    return {
        "left": round(left.total_seconds()) if left is not None else None,
        "runs": meeting.phase_deadline_at is not None,
    }


def seen(scene: Scene, stay: MeetingStay) -> str:
    """Whether somebody who is there is `here`, `away` for a moment, or `out` of the round. Of a page without a script a
    moment says nothing.
    """
    if scene.meeting.channel is Channel.ASYNC:
        return "here"
    if stay.is_cut_off(OUT_AFTER):
        return "out"
    return "away" if stay.is_cut_off(GREY_AFTER) else "here"


def line(said: MeetingLine) -> Payload:
    """The same for all to whom it was said; its words in `html` alone (S9)."""
    return {
        "id": said.id,
        "seq": said.seq,
        "author": said.author_id,
        "kind": said.kind.value,
        "html": web.fragment("meetings/_line.html", line=said),
    }
