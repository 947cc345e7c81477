"""Facts of what is planned in cohorts."""

from dataclasses import dataclass

from cop.events.fact import Fact


@dataclass(frozen=True, slots=True)
class WorkshopMoved(Fact):
    """When or where a workshop is, or whether it is at all, has changed; by nobody in particular where its programme
    has ended.
    """

    workshop_id: int
    actor_id: int | None = None
