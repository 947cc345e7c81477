"""Facts of set meetings."""

from dataclasses import dataclass

from cop.events.fact import Fact


@dataclass(frozen=True, slots=True)
class MeetingChanged(Fact):
    """Those who are at a meeting see something else of it."""

    meeting_id: int


@dataclass(frozen=True, slots=True)
class MeetingMoved(Fact):
    """It stands in another state, which all of its set may know."""

    meeting_id: int
