"""Asking to read a set for a day, and answering that: somebody asks, somebody else approves (domain.md 2.4)."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

import sqlalchemy as sa

from cop import policy
from cop.db import command, lock, session
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.models import (
    Basis,
    Inspection,
    Membership,
    Report,
    ReviewKind,
    Role,
    RoleName,
    Space,
    Throttle,
)
from cop.models.inspections import LATEST_DAYS
from cop.models.people import lock_people
from cop.policy import Actor, require
from cop.spaces.commands.inspecting import close, tell, write
from cop.spaces.queries.inspections import answerers
from cop.typed import one_line, written

LINE_LIMIT, REASON_LIMIT = 300, 1_000
REFERENCE = re.compile(r"(?:R-)?(\d{1,15})", re.IGNORECASE)
"""How a report is named to whoever has made it."""

NO_REASON = "Say why you must read it."
NO_REPORT = "No member of this set has made a report with this reference about something in it."
ANSWERED = "This was answered, taken back or left unanswered for too long. Reload the page."


@dataclass(frozen=True, slots=True)
class Sought:
    """An inspection as it is asked for: a report by its reference, or a legal demand in words."""

    basis: Basis
    report: str
    demand: str
    reason: str
    delay_days: int = 0
    delay_reason: str = ""

    def accepted(self) -> "Sought":
        """The same as it is kept; Invalid where something is missing."""
        reason = written(self.reason, limit=REASON_LIMIT, field="reason", missing=NO_REASON)
        if not 0 <= self.delay_days <= LATEST_DAYS:
            raise Invalid(f"The set is told within {LATEST_DAYS} days.", field="delay_days")
        kept = replace(self, report="", demand="", reason=reason, delay_reason="")
        if self.basis is Basis.LEGAL:
            missing = "Say which demand: by whom, of which day."
            kept = replace(
                kept, demand=one_line(self.demand, limit=LINE_LIMIT, field="demand", missing=missing)
            )
        else:
            kept = replace(kept, report=self.report.strip())
        if self.delay_days:
            missing = "Say why the set must be told later. It reads this then."
            said = one_line(self.delay_reason, limit=LINE_LIMIT, field="delay_reason", missing=missing)
            kept = replace(kept, delay_reason=said)
        return kept


def ask_inspection(*, actor_id: int, space_id: int, sought: Sought) -> Inspection:
    """Ask to read a set; whoever may approve it is written to. The same again is the first one.

    Raises Invalid (`reason`, `report`, `demand`, `delay_days`, `delay_reason`), NotFound for what can't be inspected,
    Conflict where they ask for it or read it already, TooFast.
    """
    return _ask(actor_id, space_id, sought.accepted())


@command
def _ask(actor_id: int, space_id: int, sought: Sought) -> Inspection:
    lock_people([actor_id])
    space, actor = lock(Space, space_id), policy.load_actor(actor_id)
    if not policy.can_inspect(actor, space):
        raise NotFound
    inspection = Inspection(
        space_id=space.id,
        asker_id=actor.id,
        basis=sought.basis,
        report_id=_report(sought.report, space, actor) if sought.basis is Basis.REPORT else None,
        reference=sought.demand,
        reason=sought.reason,
        delay_days=sought.delay_days,
        delay_reason=sought.delay_reason,
    )
    earlier = Inspection.unfinished_of(actor.id, space.id)
    if earlier is not None:
        return _same(earlier, inspection)
    if not Throttle.take(f"inspect:{actor.id}", burst=10, every=timedelta(hours=2)):
        raise TooFast("You have asked for many inspections. Wait a few hours before you ask for more.")
    session.add(inspection)
    session.flush()
    for person in answerers(inspection):
        write(inspection, person)
    return inspection


def _report(word: str, space: Space, actor: Actor) -> int:
    """The report of that reference: by a member of `space`, about something in it, and not the actor's."""
    named = REFERENCE.fullmatch(word)
    report = session.get(Report, int(named[1])) if named else None
    if report is None or report.review.kind is not ReviewKind.REPORT or report.review.space_id != space.id:
        raise Invalid(NO_REPORT, field="report")
    member = sa.exists().where(
        Membership.person_id == report.reporter_id,
        Membership.space_id == space.id,
        Role.membership_id == Membership.id,
        Role.name != RoleName.OBSERVER,
    )
    if not session.scalar(sa.select(member)) or policy.is_partial(actor, report):
        raise Invalid(NO_REPORT, field="report")
    return report.id


SAID = ("basis", "report_id", "reference", "reason", "delay_days", "delay_reason")


def _same(earlier: Inspection, inspection: Inspection) -> Inspection:
    if any(getattr(earlier, name) != getattr(inspection, name) for name in SAID):
        raise Conflict("You ask for this set already, or read it. End that first.", field="space")
    return earlier


@command
def approve_inspection(*, actor_id: int, inspection_id: int) -> Inspection:
    """Let whoever asked read the set for a day from now on, and tell the set unless that waits; a repeat changes
    nothing.

    NotFound for what the actor can't know of, Forbidden for one's own, Conflict for what does not wait, and where
    whoever asked may not ask any more.
    """
    inspection, actor = _answered_by(actor_id, inspection_id)
    if inspection.approved_at is not None and inspection.decider_id == actor.id:
        return inspection
    _require_waiting(inspection)
    if not policy.can_inspect(policy.load_actor(inspection.asker_id), inspection.space):
        raise Conflict("Whoever asked may not read this set any more. Refuse it, or let it lapse.")
    inspection.approve(actor.id)
    if inspection.delay_days == 0:
        tell(inspection)
    write(inspection, inspection.asker)
    return inspection


def refuse_inspection(*, actor_id: int, inspection_id: int, answer: str) -> Inspection:
    """Say no, and why. A repeat changes nothing; Invalid (`answer`), otherwise as above."""
    missing = "Say why not. Whoever asked reads it."
    kept = one_line(answer, limit=LINE_LIMIT, field="answer", missing=missing)
    return _refuse(actor_id, inspection_id, kept)


@command
def _refuse(actor_id: int, inspection_id: int, answer: str) -> Inspection:
    inspection, actor = _answered_by(actor_id, inspection_id)
    if inspection.refused_at is None or inspection.decider_id != actor.id:
        _require_waiting(inspection)
        inspection.refuse(actor.id, answer)
        write(inspection, inspection.asker)
    return inspection


@command
def end_inspection(*, actor_id: int, inspection_id: int) -> Inspection:
    """Read no more by it from now on, or take back what nobody has answered. What is over stays so.

    NotFound, Forbidden for what is refused and not taken back.
    """
    inspection, actor = _locked(actor_id, inspection_id)
    require(policy.can_end_inspection(actor, inspection), "Refuse it instead, and say why.")
    if inspection.is_waiting() or inspection.is_open():
        inspection.ended_by_id = actor.id
        close(inspection)
    return inspection


def _answered_by(actor_id: int, inspection_id: int) -> tuple[Inspection, Actor]:
    inspection, actor = _locked(actor_id, inspection_id)
    require(
        policy.can_answer_inspection(actor, inspection),
        "Nobody approves what they ask for. Wait for another.",
    )
    return inspection, actor


def _locked(actor_id: int, inspection_id: int) -> tuple[Inspection, Actor]:
    """Locked in the order of the house: both people, the set, the inspection."""
    place = session.get(Inspection, inspection_id)
    if place is None:
        raise NotFound
    lock_people([actor_id, place.asker_id])
    lock(Space, place.space_id)
    inspection, actor = lock(Inspection, inspection_id), policy.load_actor(actor_id)
    if not policy.can_see_inspection(actor, inspection):
        raise NotFound
    return inspection, actor


def _require_waiting(inspection: Inspection) -> None:
    if not inspection.is_waiting():
        raise Conflict(ANSWERED)
