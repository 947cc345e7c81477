"""What is said to somebody who may not write in a room."""

from cop.models import RoomState, Space, SpaceKind

_WHY_NOT = {
    RoomState.OPEN: "You can read this room but not write in it.",
    RoomState.ANNOUNCEMENTS: "Only its moderators write in this room now. Copy your text if you need it elsewhere.",
    RoomState.CLOSED: "This room is closed: nobody can write in it. Copy your text if you need it elsewhere.",
    RoomState.ARCHIVED: "This room is archived: it can only be read. Copy your text if you need it elsewhere.",
}

_IN_A_CONVERSATION = "You can't write here at the moment."
"""The same for everybody: nobody is told who blocked whom."""


def why_not_say(space: Space) -> str:
    """Why nothing was said, for somebody who reads `space`."""
    return _IN_A_CONVERSATION if space.kind is SpaceKind.DIRECT else _WHY_NOT[space.room_state]
