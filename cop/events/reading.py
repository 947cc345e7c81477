"""Facts of reading: how far somebody has come, and what they want to hear nothing of."""

from dataclasses import dataclass

from cop.events.fact import Fact


@dataclass(frozen=True, slots=True)
class TopicRead(Fact):
    """A person has read a topic up to this place."""

    person_id: int
    topic_id: int
    position: int


@dataclass(frozen=True, slots=True)
class ForumRead(Fact):
    """A person has marked as read what was in a space's forum up to this place in the order of its activity."""

    person_id: int
    space_id: int
    activity: int


@dataclass(frozen=True, slots=True)
class RoomRead(Fact):
    """A person has read a room up to this `seq`."""

    person_id: int
    space_id: int
    seq: int


@dataclass(frozen=True, slots=True)
class TopicMuted(Fact):
    person_id: int
    topic_id: int


@dataclass(frozen=True, slots=True)
class SpaceMuted(Fact):
    person_id: int
    space_id: int


@dataclass(frozen=True, slots=True)
class NoticesChanged(Fact):
    """What is unseen among the notices of these people is more, or less."""

    person_ids: tuple[int, ...]
