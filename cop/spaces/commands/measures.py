"""Measures on a person: taken by who looks after a space, or everywhere by stewards and staff; and ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cop import clock, policy
from cop.db import command, record, session
from cop.errors import Conflict, Invalid, NotFound
from cop.events import MeasureTaken
from cop.models import Decision, Ground, Measure, MeasureKind, Person, Space, Verdict, abiding
from cop.models.measures import VERDICTS
from cop.models.people import lock_people
from cop.policy import Actor, require
from cop.spaces.commands.lines import optional_line
from cop.spaces.commands.memberships import REASON_LIMIT
from cop.spaces.commands.people import keep_a_moderator, managed, membership_of, tell
from cop.typed import one_line

LONGEST = timedelta(days=366)
BARS = (MeasureKind.HELD, MeasureKind.READ_ONLY, MeasureKind.SUSPENDED, MeasureKind.REMOVED)
"""Who is held back by one of these moderates nothing."""

NOT_EVERYWHERE = "Only stewards and programme staff decide about somebody everywhere."
ONLY_STAFF = "Only programme staff decide about somebody who is appointed. End the appointment first."
NOT_YOURSELF = "You can't decide about yourself. Ask somebody else."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A measure as it is asked for: until when it holds (None: for good, which only a removal does), and why."""

    kind: MeasureKind
    until: datetime | None
    ground: Ground
    reason: str

    def accepted(self) -> "Wanted":
        """The same as it is kept; Invalid where it has no acceptable end or no reason."""
        now = clock.now()
        if self.until is None and self.kind is not MeasureKind.REMOVED:
            raise Invalid("Choose until when it holds.", field="until")
        if self.until is not None and not now < self.until <= now + LONGEST:
            raise Invalid("Choose a day after today and within a year.", field="until")
        missing = "Say why. They will read it."
        if self.ground is Ground.OTHER:
            reason = one_line(self.reason, limit=REASON_LIMIT, field="reason", missing=missing)
        else:
            reason = optional_line(self.reason, limit=REASON_LIMIT, field="reason")
        return Wanted(self.kind, self.until, self.ground, reason)


def take_measure(*, actor_id: int, person_id: int, wanted: Wanted, space_id: int | None = None) -> Measure:
    """Let a measure hold about a person in a space, or everywhere (None), and tell them why; the same that is in force
    already is returned.

    Raises Invalid (field `until`, `reason`), NotFound for whom the actor can't know of, Forbidden for oneself and for
    who may not, Conflict for the last moderator of a cohort, a group or the network, and for who has left.
    """
    return _take(actor_id=actor_id, person_id=person_id, wanted=wanted.accepted(), space_id=space_id)


@command
def _take(*, actor_id: int, person_id: int, wanted: Wanted, space_id: int | None) -> Measure:
    actor = _place(actor_id, person_id, space_id)
    earlier = [each for each in Measure.of(person_id, space_id) if _is_same(each, wanted)]
    if earlier:
        return earlier[0]
    if space_id is not None:
        _require_member(actor, space_id, person_id, kind=wanted.kind)
    decision = Decision.log(
        VERDICTS[wanted.kind],
        space_id=space_id,
        actor_id=actor.id,
        person_id=person_id,
        ground=wanted.ground,
        reason=f"{_until(wanted.until)} {wanted.reason}".strip(),
    )
    measure = abiding.take_measure(wanted.kind, decision, ends_at=wanted.until)
    _tell(decision)
    return measure


def _place(actor_id: int, person_id: int, space_id: int | None) -> Actor:
    """Who decides, all that it is about locked."""
    if space_id is not None:
        return managed(actor_id, space_id)[1]
    lock_people([person_id])
    actor = policy.load_actor(actor_id)
    require(policy.can_measure_everywhere(actor), NOT_EVERYWHERE)
    require(person_id != actor.id, NOT_YOURSELF)
    require(actor.is_staff or not policy.load_actor(person_id).appointments, ONLY_STAFF)
    return actor


def _require_member(actor: Actor, space_id: int, person_id: int, *, kind: MeasureKind) -> None:
    membership = membership_of(actor, session.get_one(Space, space_id), person_id)
    if membership is None:
        raise Conflict("They have left this space. Reload the page.")
    if kind in BARS:
        keep_a_moderator(membership)


def _is_same(measure: Measure, wanted: Wanted) -> bool:
    said = f"{_until(wanted.until)} {wanted.reason}".strip()
    return (measure.kind, measure.ends_at, measure.decision.ground, measure.decision.reason) == (
        wanted.kind,
        wanted.until,
        wanted.ground,
        said,
    )


def _until(moment: datetime | None) -> str:
    return f"Until {clock.day_in_words(moment)}." if moment else ""


@command
def end_measure(*, actor_id: int, measure_id: int, reason: str = "") -> Measure:
    """Let a measure hold no more, before its day; a repeat changes nothing. Who was removed by it is back as they were.

    Raises NotFound, Forbidden.
    """
    measure = session.get(Measure, measure_id)
    if measure is None or not policy.can_end_measure(policy.load_actor(actor_id), measure):
        raise NotFound
    actor = _place(actor_id, measure.person_id, measure.space_id)
    require(measure.person_id != actor.id, NOT_YOURSELF)
    session.refresh(measure)
    if measure.is_in_force():
        _end(measure, actor, reason=optional_line(reason, limit=REASON_LIMIT, field="reason"))
    return measure


def _end(measure: Measure, actor: Actor, *, reason: str) -> None:
    abiding.end_measure(measure)
    decision = Decision.log(
        Verdict.REINSTATE,
        space_id=measure.space_id,
        actor_id=actor.id,
        person_id=measure.person_id,
        reason=reason,
        undoes_id=measure.decision_id,
    )
    _tell(decision)


def _tell(decision: Decision) -> None:
    """A letter, which reaches who is shut out; who may still read is told there too."""
    person = session.get_one(Person, decision.person_id)
    if person.deactivated_at is None:
        tell(decision, person)
    record(MeasureTaken(decision.id))


def remove_member(
    *, actor_id: int, space_id: int, person_id: int, reason: str, ground: Ground = Ground.OTHER
) -> None:
    """End somebody's membership for good and tell them why; nothing happens if they have left already.

    Conflict for the last moderator of a cohort, a group or the network.
    """
    wanted = Wanted(MeasureKind.REMOVED, None, ground, reason)
    if not _has_left(actor_id, space_id, person_id):
        take_measure(actor_id=actor_id, person_id=person_id, wanted=wanted, space_id=space_id)


@command
def _has_left(actor_id: int, space_id: int, person_id: int) -> bool:
    space, actor = managed(actor_id, space_id)
    return membership_of(actor, space, person_id) is None
