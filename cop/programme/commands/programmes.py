"""What a programme says of itself, and how far it is."""

from dataclasses import astuple, dataclass, fields, replace
from datetime import date

import sqlalchemy as sa

from cop import clock, policy
from cop.db import command, lock, record, session
from cop.errors import Conflict, Invalid
from cop.events import WorkshopMoved
from cop.models import Programme, ProgrammeStatus, Space, Workshop
from cop.models.programmes import OVER
from cop.typed import in_one_line, one_line, optional

NAME_LIMIT, LINE_LIMIT, TEXT_LIMIT = 120, 160, 4_000
SUMMARY_LIMIT = 1_000
KEEPERS = "Only programme staff and stewards can do that."
MEANWHILE = (
    "Somebody changed this while you looked at it. What you typed is kept: save again to replace theirs."
)


class Overtaken(Conflict):
    """Somebody else was first. What they wrote is not replaced by who has not seen it (security.md F15)."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a programme says of itself. `parent` is the work stream that it belongs to, `domain` what its community
    cares for and why; all but `name` may be empty.
    """

    name: str
    parent: str = ""
    summary: str = ""
    rationale: str = ""
    domain: str = ""
    eligibility: str = ""
    cost: str = ""
    recognition: str = ""

    def written(self) -> "Said":
        """As it will be kept. Raises Invalid."""
        lines = {
            each: optional(in_one_line(getattr(self, each)), limit=LINE_LIMIT, field=each)
            for each in ("parent", "cost", "recognition")
        }
        texts = {
            each: optional(getattr(self, each), limit=TEXT_LIMIT, field=each)
            for each in ("rationale", "domain", "eligibility")
        }
        name = one_line(self.name, limit=NAME_LIMIT, field="name", missing="Enter its name.")
        summary = optional(self.summary, limit=SUMMARY_LIMIT, field="summary")
        return replace(self, name=name, summary=summary, **lines, **texts)


@command
def edit_programme(*, actor_id: int, programme_id: int, said: Said, seen: str | None = None) -> Programme:
    """Say anew what a programme is. Its address stays. `seen` is the mark of what the page showed: Overtaken where
    somebody has changed it since. Raises Forbidden, Invalid.
    """
    programme = kept(actor_id, programme_id)
    if seen not in {None, programme.mark()}:
        raise Overtaken(MEANWHILE)
    for each, text in zip(fields(said), astuple(said.written()), strict=True):
        setattr(programme, each.name, text)
    return programme


@command
def set_status(
    *, actor_id: int, programme_id: int, status: ProgrammeStatus, ended_on: date | None
) -> Programme:
    """Say how far a programme is. One that is over has a last day, which has come, and its workshops that were still to
    come are cancelled; its spaces go on (domain.md A01). A repeat is harmless.
    """
    programme = kept(actor_id, programme_id)
    if status in OVER:
        ended_on = ended_on or clock.today()
        if ended_on > clock.today():
            raise Invalid("Its last day has not come. Until then it is running.", field="ended_on")
        _close_workshops(actor_id, programme, after=ended_on)
    elif ended_on is not None and ended_on < clock.today():
        raise Invalid("Its last day has been. Choose a later one, or none.", field="ended_on")
    programme.status, programme.ended_on = status.value, ended_on
    return programme


def _close_workshops(actor_id: int, programme: Programme, *, after: date) -> None:
    """What is to come is not held, but for what is on its last day. The programme's row is locked, without which nobody
    plans there.
    """
    to_come = (Space.programme_id == programme.id, Workshop.day >= clock.today(), Workshop.day > after)
    query = sa.select(Workshop).join(Workshop.space).where(*to_come).order_by(Workshop.id)
    for workshop in session.scalars(query.with_for_update(of=Workshop)):
        if workshop.cancel():
            record(WorkshopMoved(workshop.id, actor_id))


def kept(actor_id: int, programme_id: int) -> Programme:
    """The programme, locked, for who keeps programmes. Raises NotFound, Forbidden."""
    programme = lock(Programme, programme_id)
    require_keeper(actor_id)
    return programme


def require_keeper(actor_id: int) -> None:
    policy.require(policy.can_keep_programme(policy.load_actor(actor_id)), KEEPERS)
