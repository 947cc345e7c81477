"""Noting what has changed, at which level, and choosing who reads it."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from cop import clock, policy
from cop.db import command, lock, session
from cop.errors import Conflict, Invalid, NotFound
from cop.intentions.commands.locks import NOT_YOURS, pace, read
from cop.intentions.commands.offers import USED
from cop.models import Impact, ImpactLevel, Intention
from cop.models.holds import has_to_stay, wait_for_holds
from cop.models.people import lock_people
from cop.policy import Actor, require
from cop.typed import written

TEXT_LIMIT, EVIDENCE_LIMIT = 2_000, 1_000
NOT_HERE = "Members of the network note what has changed."
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Noted:
    """What is filled in, as it is kept."""

    level: ImpactLevel
    happened_on: date
    text: str
    evidence: str
    is_shared: bool

    def read(self) -> "Noted":
        """The same, tidied; Invalid (`text`, `evidence`, `happened_on`)."""
        text = written(self.text, limit=TEXT_LIMIT, missing="Say what has changed.")
        evidence = written(
            self.evidence, limit=EVIDENCE_LIMIT, field="evidence", missing="Say by what one sees that it has."
        )
        if not EARLIEST <= self.happened_on <= clock.today():
            raise Invalid("Choose the day on which it had changed, today or before.", field="happened_on")
        return Noted(self.level, self.happened_on, text, evidence, self.is_shared)


def note_impact(*, actor_id: int, intention_id: int | None, noted: Noted, key: str) -> Impact:
    """Note an impact of an intention, as one of its two, or (None) one's own. The same key again returns the first.

    Raises Invalid, NotFound, Forbidden, Conflict (the key was used for something else), TooFast.
    """
    return _note(actor_id, intention_id, noted=noted.read(), key=key)


@command
def _note(actor_id: int, intention_id: int | None, *, noted: Noted, key: str) -> Impact:
    intention, actor = _place(actor_id, intention_id)
    query = sa.select(Impact).where(Impact.person_id == actor_id, Impact.key == key)
    done = session.scalars(query).one_or_none()
    if done is not None:
        if (done.intention_id, done.text, done.evidence) != (intention_id, noted.text, noted.evidence):
            raise Conflict(USED)
        return done
    require(policy.can_note_impact(actor, intention), NOT_YOURS if intention else NOT_HERE)
    pace(actor_id)
    impact = Impact(person_id=actor_id, intention_id=intention_id, key=key)
    for name in Noted.__slots__:
        setattr(impact, name, getattr(noted, name))
    session.add(impact)
    session.flush()
    return impact


def _place(actor_id: int, intention_id: int | None) -> tuple[Intention | None, Actor]:
    if intention_id is not None:
        return read(actor_id, intention_id)
    lock_people([actor_id])
    return None, policy.load_actor(actor_id)


@command
def show_impact(*, actor_id: int, impact_id: int, shared: bool) -> Impact:
    """Let others read it, or no more. Raises NotFound, Forbidden."""
    impact = _locked(actor_id, impact_id)
    impact.is_shared = shared
    return impact


@command
def remove_impact(*, actor_id: int, impact_id: int) -> None:
    """Take it away for good. Raises NotFound, Forbidden, Conflict under a legal hold, which is not told."""
    wait_for_holds()
    impact = _locked(actor_id, impact_id)
    if has_to_stay(impact.person_id, space_id=impact.place_id):
        raise Conflict("This can’t be taken away at the moment. Try again later.")
    session.delete(impact.go())


def _locked(actor_id: int, impact_id: int) -> Impact:
    intention_id = session.scalar(sa.select(Impact.intention_id).where(Impact.id == impact_id))
    _, actor = _place(actor_id, intention_id)
    impact = lock(Impact, impact_id)
    if not policy.can_read_impact(actor, impact):
        raise NotFound
    require(policy.can_remove_impact(actor, impact), "Whoever noted it, or its pair, changes it.")
    return impact
