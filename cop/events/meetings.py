"""Facts of set meetings."""

from dataclasses import dataclass

from cop.events.fact import Fact


@dataclass(frozen=True, slots=True)
class MeetingChanged(Fact):
    """Those who are at a meeting see something else of it."""

    meeting_id: int
