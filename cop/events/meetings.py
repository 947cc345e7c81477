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


@dataclass(frozen=True, slots=True)
class MeetingArranged(Fact):
    """Dates are proposed for a meeting, or it has one, another one, or none any more; nobody’s doing where `actor_id`
    is None.
    """

    meeting_id: int
    actor_id: int | None = None


@dataclass(frozen=True, slots=True)
class DateProposed(Fact):
    """One more date is proposed for a meeting."""

    meeting_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class DatesAnswered(Fact):
    """Somebody has said how the proposed dates suit them."""

    meeting_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class MeetingNear(Fact):
    """A meeting, or the day by which dates are to be answered, is so many days away."""

    meeting_id: int
    days: int


@dataclass(frozen=True, slots=True)
class ActionDue(Fact):
    """What somebody has undertaken at a meeting is to be done soon."""

    action_id: int
