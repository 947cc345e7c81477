"""Remove a contribution for good, for a patient's or the law's sake: a tombstone stays, and a count of what is left."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from cop import policy, storage
from cop.db import command, session
from cop.errors import Conflict, Forbidden, Invalid
from cop.models import (
    Decision,
    Ground,
    Piece,
    Review,
    ReviewKind,
    State,
    Verdict,
)
from cop.models import purging as stores
from cop.models.holds import wait_for_holds
from cop.models.indexed import take_out
from cop.models.preparing import Prepared, until_ready
from cop.models.quoters import forget_quotations, quoters_to_empty
from cop.models.traces import Traces
from cop.moderation.commands.cases import Case, ReviewCase, open_case, require_free
from cop.moderation.commands.decisions import OF_READABLE, waiting
from cop.moderation.commands.hiding import open_directly, repeated
from cop.moderation.commands.proving import prove
from cop.moderation.commands.reasons import Why

GROUNDS = (Ground.PATIENT, Ground.UNLAWFUL)
NOT_FOR_THAT = (
    "Only what tells who a patient is, or is against the law, is removed for good. Hide it otherwise."
)
QUOTED = "Say why without quoting it: the log would keep that."
BY_AGE = "Its room has let go of it already: nothing of it is kept."


@dataclass(frozen=True, slots=True)
class Purged:
    """What was decided, and what remains to be done and looked at: nothing where it was decided before."""

    decision: Decision
    stored: tuple[str, ...] = ()
    traces: Traces | None = None
    quoted_by: tuple[int, ...] = ()


def purge(
    *,
    actor_id: int,
    post_id: int | None = None,
    message_id: int | None = None,
    ground: str | None,
    reason: str = "",
    version: int | None = None,
) -> Decision:
    """Let nothing be left of a post or a message but its place and its key. `version` is the one that the moderator has
    read. The bytes of its files go once this stands, and what is left anywhere is counted and kept with the decision.

    Raises Invalid (`ground`: none of the two; `reason`: it quotes), NotFound, Forbidden, Conflict (it was changed
    meanwhile, decided about, or under a legal hold). The same moderator's repeat returns the first decision.
    """
    opening = partial(open_directly, actor_id=actor_id, post_id=post_id, message_id=message_id)
    return _purged(opening, Why.given(ground, reason), version=version)


def purge_reviewed(
    *,
    actor_id: int,
    review_id: int,
    ground: str | None,
    reason: str = "",
    version: int | None = None,
    seen: int | None = None,
) -> Decision:
    """The same of what was reported or found, by whoever decides about that."""
    opening = partial(open_case, actor_id=actor_id, review_id=review_id, seen=seen)
    return _purged(opening, Why.given(ground, reason), version=version)


def _purged(opening: Callable[[], Case], why: Why, *, version: int | None) -> Decision:
    if why.ground not in GROUNDS:
        raise Invalid(NOT_FOR_THAT, field="ground")
    done = until_ready(lambda prepared: _purge(opening, why, version=version, prepared=prepared))
    if done.traces is not None:
        for name in done.stored:
            storage.drop(name)
        prove(done.decision, done.traces, stored=done.stored, quoted_by=done.quoted_by)
    return done.decision


@command
def _purge(opening: Callable[[], Case], why: Why, *, version: int | None, prepared: Prepared) -> Purged:
    wait_for_holds()
    case = opening()
    first = _decided_before(case, why)
    if first is not None:
        return Purged(first)
    subject = case.subject
    require_free(subject)
    case.require_as_read(version)
    said = stores.said_in(subject)
    traces = Traces.of(said)
    if traces.are_in(why.text):
        raise Invalid(QUOTED, field="reason")
    if isinstance(subject, Piece):
        stores.purge(subject)
        return Purged(case.tell_author(_closed(case, why)), (), traces)
    quoters = quoters_to_empty(subject)
    prepared.require(quoters.wanted())
    others = forget_quotations(subject, quoters, prepared)
    stored = stores.purge(subject)
    session.flush()
    take_out([subject], others, said=said)
    decision = case.tell_author(_closed(case, why))
    return Purged(decision, tuple(stored), traces, tuple(post.id for post in others))


def _decided_before(case: Case, why: Why) -> Decision | None:
    """None where it is still to be decided; the actor's own same decision; Conflict for anybody else's."""
    if case.subject.state is State.EXPIRED:
        raise Conflict(BY_AGE)
    if isinstance(case, ReviewCase):
        return waiting(case, OF_READABLE, verdict=Verdict.PURGE, why=why)
    if case.subject.state is State.PURGED:
        return repeated(case, Verdict.PURGE, why)
    if not policy.can_purge(case.actor, case.subject):
        raise Forbidden("There is nothing of this to remove.")
    return None


def _closed(case: Case, why: Why) -> Decision:
    """Log it, and let nothing wait about it any more but what others decide."""
    decision = case.logged(Verdict.PURGE, why)
    for kind in (ReviewKind.HELD, ReviewKind.FINDING, ReviewKind.REPORT):
        review = Review.waiting_for(case.subject, kind)
        if review is not None and review is not case.review and policy.can_decide(case.actor, review):
            review.decide(decision)
    if case.review is not None:
        case.review.decide(decision)
    return decision
