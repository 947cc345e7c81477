"""Arranging a visit or an event: when, where, for whom, and whether it is held at all."""

from dataclasses import asdict, astuple, dataclass, replace
from datetime import date, time

import sqlalchemy as sa

from cop import clock, policy
from cop.db import add_once, command, record, session
from cop.errors import Conflict, Invalid, NotFound
from cop.events import GatheringChanged
from cop.gatherings.commands.locks import KEEPERS, kept, lock_space
from cop.models import AccessNote, Gathering, GatheringKind, Invited, Scope, Space, SpaceKind
from cop.models.states import ALREADY_SENT, digest
from cop.typed import in_one_line, one_line, optional

LINE_LIMIT, TEXT_LIMIT, MOST_PLACES = 160, 4_000, 999
TOLD = ("day", "last_day", "begins", "ends", "venue", "called")
"""Whoever has a place is told once one of these changes."""
MEANWHILE = (
    "Somebody changed this while you looked at it. What you typed is kept: save again to replace theirs."
)


class Overtaken(Conflict):
    """Somebody else was first. What they wrote is not replaced by who has not seen it (security.md F15)."""


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of a visit or an event. Without `places` there is one for all who come."""

    kind: GatheringKind
    called: str
    day: date
    last_day: date | None = None
    begins: time | None = None
    ends: time | None = None
    venue: str = ""
    partner: str = ""
    purpose: str = ""
    places: int | None = None
    scope: Scope = Scope.ORGANISATION
    region: str = ""
    invited: Invited = Invited.EVERYBODY

    def written(self, space: Space) -> "Details":
        """As it will be kept of that space. Raises Invalid."""
        self._check_times()
        self._check_kind(space)
        return replace(
            self,
            called=one_line(
                self.called, limit=LINE_LIMIT, field="called", missing="Enter what it is called."
            ),
            venue=self._line("venue"),
            partner=self._line("partner"),
            region=self._line("region"),
            purpose=optional(self.purpose, limit=TEXT_LIMIT, field="purpose"),
        )

    def _line(self, field: str) -> str:
        return optional(in_one_line(getattr(self, field)), limit=LINE_LIMIT, field=field)

    def _check_times(self) -> None:
        if self.last_day is not None and self.last_day <= self.day:
            raise Invalid("Its last day comes after the first. Leave it empty for one day.", field="last_day")
        if self.ends is not None and self.begins is None:
            raise Invalid("Enter when it begins, too.", field="ends")
        if (
            self.ends is not None
            and self.begins is not None
            and self.last_day is None
            and self.ends <= self.begins
        ):
            raise Invalid("It ends after it begins.", field="ends")
        if self.places is not None and not 1 <= self.places <= MOST_PLACES:
            raise Invalid(f"Enter a number from 1 to {MOST_PLACES}, or leave it empty.", field="places")

    def _check_kind(self, space: Space) -> None:
        if self.kind is GatheringKind.VISIT and space.kind is not SpaceKind.COHORT:
            raise Invalid("A visit is of a cohort. Choose another kind here.", field="kind")
        if (self.scope is Scope.REGIONAL) != bool(self.region.strip()):
            raise Invalid("Name the region of what is regional, and of nothing else.", field="region")


@command
def arrange(*, actor_id: int, space_id: int, details: Details, key: str) -> Gathering:
    """A visit or an event, organised by the actor. The same form sent twice makes one. Raises NotFound, Forbidden,
    Invalid, Conflict.
    """
    space, actor = lock_space(space_id), policy.load_actor(actor_id)
    if not policy.can_read_gatherings(actor, space):
        raise NotFound
    policy.require(policy.can_arrange(actor, space), KEEPERS)
    details = details.written(space)
    sent = digest(actor_id, space.id, *astuple(details))
    known = session.scalars(sa.select(Gathering).where(Gathering.key == key)).one_or_none()
    if known is not None:
        known.matches(sent)
        return known
    gathering = Gathering(space_id=space.id, organiser_id=actor_id, key=key, digest=sent, **asdict(details))
    gathering.settle_end()
    add_once(gathering, taken=ALREADY_SENT)
    return gathering


@command
def rearrange(*, actor_id: int, gathering_id: int, details: Details, seen: int) -> Gathering:
    """Say anew what it is. `seen` is the sequence of what the page showed: Overtaken where somebody has changed it
    since. Whoever waits has a place as soon as there are more. Raises NotFound, Forbidden, Invalid, Conflict.
    """
    gathering = kept(actor_id, gathering_id)
    details = details.written(gathering.space)
    if gathering.sequence != seen:
        raise Overtaken(MEANWHILE)
    _require_room(gathering, details.places)
    new = {name: value for name, value in asdict(details).items() if getattr(gathering, name) != value}
    for name, value in new.items():
        setattr(gathering, name, value)
    if new:
        gathering.settle_end()
        gathering.turn()
        gathering.let_in()
    if gathering.cancelled_at is None and not new.keys().isdisjoint(TOLD):
        record(GatheringChanged(gathering.id, actor_id))
    return gathering


def _require_room(gathering: Gathering, places: int | None) -> None:
    taken = gathering.taken()
    if places is not None and places < taken:
        raise Invalid(f"{taken} people have a place already. Nobody loses one by this.", field="places")


@command
def cancel(*, actor_id: int, gathering_id: int) -> None:
    """Let it not be held: whoever signed up is told. A repeat is harmless."""
    gathering = kept(actor_id, gathering_id)
    if gathering.has_begun:
        raise Conflict("Its day has come: it can’t be cancelled any more.")
    if gathering.cancelled_at is None:
        gathering.cancelled_at = clock.now()
        gathering.turn()
        record(GatheringChanged(gathering.id, actor_id))


@command
def restore(*, actor_id: int, gathering_id: int) -> None:
    """Let it be held after all: whoever signed up is told. A repeat is harmless."""
    gathering = kept(actor_id, gathering_id)
    if gathering.cancelled_at is not None:
        gathering.cancelled_at = None
        gathering.turn()
        gathering.let_in()
        record(GatheringChanged(gathering.id, actor_id))


@command
def take_over(*, actor_id: int, gathering_id: int) -> None:
    """Organise it from now on. What people need there was told to somebody else alone, so it goes, and whoever signed
    up is told that something has changed (domain.md C05). A repeat is harmless.
    """
    gathering = kept(actor_id, gathering_id)
    if gathering.organiser_id != actor_id:
        gathering.organiser_id = actor_id
        session.execute(sa.delete(AccessNote).where(AccessNote.gathering_id == gathering.id))
        record(GatheringChanged(gathering.id, actor_id))
