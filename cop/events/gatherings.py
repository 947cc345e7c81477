"""Facts of visits and events."""

from dataclasses import dataclass

from cop.events.fact import Fact


@dataclass(frozen=True, slots=True)
class PlaceGiven(Fact):
    """Somebody who waited for a place at a visit or an event has one."""

    gathering_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class GatheringChanged(Fact):
    """When or where a visit or an event is held, or whether it is, was changed by `actor_id`."""

    gathering_id: int
    actor_id: int
