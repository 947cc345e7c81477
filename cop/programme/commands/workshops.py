"""Planning a workshop: when, where and what for. Nothing here counts days: each date is typed by somebody."""

from dataclasses import asdict, astuple, dataclass, replace
from datetime import date, time

import sqlalchemy as sa

from cop import policy
from cop.db import add_once, command, get, lock, record, session
from cop.errors import Conflict, Invalid, NotFound
from cop.events import WorkshopMoved
from cop.models import Workshop
from cop.models.states import ALREADY_SENT, digest
from cop.programme.commands.cohorts import lock_plans
from cop.programme.commands.programmes import LINE_LIMIT, MEANWHILE, TEXT_LIMIT, Overtaken
from cop.typed import in_one_line, one_line, optional

WHEN_AND_WHERE = frozenset({"day", "begins", "ends", "venue"})
"""What a cohort is told of when it changes."""

MOST = 99
"""Days of a cohort."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When and where a workshop is. `begins` and `ends` are UK times of its day, or not known yet."""

    number: int
    title: str
    day: date
    begins: time | None = None
    ends: time | None = None
    venue: str = ""
    objectives: str = ""

    def written(self) -> "Plan":
        """As it will be kept. Raises Invalid."""
        if not 1 <= self.number <= MOST:
            raise Invalid(f"Enter a number from 1 to {MOST}.", field="number")
        if self.ends is not None and (self.begins is None or self.ends <= self.begins):
            raise Invalid("It ends after it begins: enter both times.", field="ends")
        return replace(
            self,
            title=one_line(self.title, limit=LINE_LIMIT, field="title", missing="Enter a title."),
            venue=optional(in_one_line(self.venue), limit=LINE_LIMIT, field="venue"),
            objectives=optional(self.objectives, limit=TEXT_LIMIT, field="objectives"),
        )


@command
def plan_workshop(*, actor_id: int, space_id: int, plan: Plan, key: str) -> Workshop:
    """A workshop of a cohort. The same form sent twice makes one. Raises NotFound, Forbidden, Invalid, Conflict."""
    space, plan = lock_plans(actor_id, space_id), plan.written()
    sent = digest(actor_id, space.id, *astuple(plan))
    known = session.scalars(sa.select(Workshop).where(Workshop.key == key)).one_or_none()
    if known is not None:
        known.matches(sent)
        return known
    workshop = Workshop(space_id=space.id, key=key, digest=sent, **asdict(plan))
    add_once(workshop, taken=ALREADY_SENT)
    return workshop


@command
def edit_workshop(*, actor_id: int, workshop_id: int, plan: Plan, seen: int) -> Workshop:
    """Say anew when, where and what for. `seen` is the sequence of what the page showed: Overtaken where somebody has
    changed it since. The same once more is no change.
    """
    workshop, plan = lock_workshop(actor_id, workshop_id), plan.written()
    if workshop.sequence != seen:
        raise Overtaken(MEANWHILE)
    new = {name: value for name, value in asdict(plan).items() if getattr(workshop, name) != value}
    for name, value in new.items():
        setattr(workshop, name, value)
    if new:
        workshop.turn()
    if not WHEN_AND_WHERE.isdisjoint(new):
        _tell(workshop, actor_id)
    return workshop


@command
def cancel_workshop(*, actor_id: int, workshop_id: int) -> None:
    """Let it not be held. It stays where it stands, for who had it in a calendar. A repeat is harmless."""
    workshop = lock_workshop(actor_id, workshop_id)
    if workshop.has_been:
        raise Conflict("That day has been: it can’t be cancelled any more.")
    if workshop.cancel():
        _tell(workshop, actor_id)


@command
def restore_workshop(*, actor_id: int, workshop_id: int) -> None:
    """Let it be held after all. A repeat is harmless."""
    workshop = lock_workshop(actor_id, workshop_id)
    if workshop.restore():
        _tell(workshop, actor_id)


def _tell(workshop: Workshop, actor_id: int) -> None:
    """Of a day that has been nobody need be told."""
    if not workshop.has_been:
        record(WorkshopMoved(workshop.id, actor_id))


def lock_workshop(actor_id: int, workshop_id: int) -> Workshop:
    """A workshop, locked after its cohort, for who plans there. Raises NotFound, Forbidden."""
    found = get(Workshop, workshop_id)
    if not policy.can_read_workshop(policy.load_actor(actor_id), found):
        raise NotFound
    lock_plans(actor_id, found.space_id)
    return lock(Workshop, workshop_id)
