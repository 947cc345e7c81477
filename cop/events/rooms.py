"""Facts of a live room: its lines, whom they call, and what it is."""

from dataclasses import dataclass

from cop.events.fact import Fact


@dataclass(frozen=True, slots=True)
class MessageReleased(Fact):
    """A message has its place in the room: just said, or released by a moderator."""

    message_id: int


@dataclass(frozen=True, slots=True)
class MessageHeld(Fact):
    message_id: int


@dataclass(frozen=True, slots=True)
class MessageWithdrawn(Fact):
    """Its author took a message back before a moderator had decided."""

    message_id: int


@dataclass(frozen=True, slots=True)
class MessageChanged(Fact):
    """A message with a place in the room was changed: its words, its state, its marks, its pin, what it leads to."""

    message_id: int


@dataclass(frozen=True, slots=True)
class MessageExpired(Fact):
    """A message is no longer kept; its tombstone stays."""

    message_id: int


@dataclass(frozen=True, slots=True)
class PeopleCalled(Fact):
    """A message with a place in the room names somebody since it was edited."""

    message_id: int


@dataclass(frozen=True, slots=True)
class RoomChanged(Fact):
    """A room was opened, kept for announcements, closed or archived."""

    space_id: int
