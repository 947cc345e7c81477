"""Appeals: whoever something was decided about asks somebody else to look again, once; it stands or is reversed."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import sqlalchemy as sa

from cop import clock, policy
from cop.db import command, lock, record, session
from cop.errors import Conflict, Forbidden, NotFound
from cop.events import MeasureTaken
from cop.models import (
    Contributed,
    Decision,
    Letter,
    LetterKind,
    Measure,
    Person,
    Review,
    ReviewKind,
    Space,
    State,
    Verdict,
    abiding,
)
from cop.models.people import lock_people
from cop.moderation.commands.cases import (
    Case,
    last_decision,
    lock_review,
    lock_subject,
    refuse,
    require_mine,
    subject_ids,
)
from cop.moderation.commands.decisions import is_same
from cop.moderation.commands.reasons import Why
from cop.policy import Actor
from cop.typed import written

APPEAL_FOR = timedelta(days=28)
"""After a decision, and longer while a measure holds."""

TAKING = (Verdict.HIDE, Verdict.HIDE_REPORTED, Verdict.DECLINE)
PLEA_LIMIT = 4_000
TOO_LATE = "This was decided more than four weeks ago and holds no more, so there is nothing to reverse."
CHANGED = "It has changed since it was decided, so there is nothing to reverse. Let it stand, and say why."


def appeal(*, actor_id: int, decision_id: int, plea: str) -> Review:
    """Ask somebody else to look again at a decision about oneself. A repeat returns the first, whatever it says.

    Raises Invalid (nothing said; field `plea`), NotFound for what is no decision about the actor that can be reversed,
    Forbidden once it is too late.
    """
    plea = written(plea, limit=PLEA_LIMIT, field="plea", missing="Say what the other one should know.")
    return _appeal(actor_id=actor_id, decision_id=decision_id, plea=plea)


@command
def _appeal(*, actor_id: int, decision_id: int, plea: str) -> Review:
    decision = session.get(Decision, decision_id)
    if decision is None or decision.person_id != actor_id or decision.verdict not in REVERSING:
        raise NotFound
    _lock_place(decision)
    first = Review.of(decision, ReviewKind.APPEAL)
    if first is not None:
        return first
    if not is_appealable(decision):
        raise Forbidden(TOO_LATE)
    falls_to = policy.falls_to(
        ReviewKind.APPEAL, decision.space, author_id=actor_id, decided_by_id=decision.actor_id
    )
    return Review.open_for(decision, ReviewKind.APPEAL, falls_to=falls_to, plea=plea)


def is_appealable(decision: Decision) -> bool:
    """Whether whom it is about may still appeal, as far as kind and time go."""
    if decision.verdict not in REVERSING or _is_undone(decision):
        return False
    measure = _measure_of(decision)
    return clock.now() < decision.decided_at + APPEAL_FOR or (measure is not None and measure.is_in_force())


def _is_undone(decision: Decision) -> bool:
    undoing = sa.exists().where(Decision.undoes_id == decision.id)
    return bool(session.scalar(sa.select(undoing)))


def _measure_of(decision: Decision) -> Measure | None:
    return session.scalars(sa.select(Measure).where(Measure.decision_id == decision.id)).one_or_none()


def _lock_place(decision: Decision) -> None:
    """In the order of the house: the space first, or the person where it holds everywhere."""
    if decision.space_id is not None:
        lock(Space, decision.space_id)
    else:
        lock_people([decision.person_id or 0])


def uphold(
    *, actor_id: int, review_id: int, reason: str = "", ground: str | None = None, seen: int | None = None
) -> Decision:
    """Let the decision stand, and tell whom it is about why."""
    return _decide(Verdict.UPHOLD, actor_id, review_id, why=Why.given(ground, reason), seen=seen)


def overturn(
    *, actor_id: int, review_id: int, reason: str = "", ground: str | None = None, seen: int | None = None
) -> Decision:
    """Reverse the decision: what was hidden or declined can be read, what held somebody back holds no more. Conflict
    where that was done, or the thing was changed, meanwhile.
    """
    return _decide(Verdict.OVERTURN, actor_id, review_id, why=Why.given(ground, reason), seen=seen)


@command
def _decide(verdict: Verdict, actor_id: int, review_id: int, *, why: Why, seen: int | None) -> Decision:
    place = session.get(Review, review_id)
    if place is None or place.appealed is None:
        raise NotFound
    appealed = place.appealed
    _lock_place(appealed)
    actor = policy.load_actor(actor_id)
    subject = _locked_subject(appealed) if verdict is Verdict.OVERTURN else None
    review = lock_review(actor, review_id)
    require_mine(actor, review, seen)
    if review.decided_at is not None:
        return _repeated(review, actor, verdict=verdict, why=why)
    if verdict is Verdict.OVERTURN:
        REVERSING[appealed.verdict](actor, appealed, subject)
    return _decided(review, actor, verdict=verdict, why=why)


def _locked_subject(appealed: Decision) -> Contributed | None:
    if appealed.space is None or appealed.contribution is None:
        return None
    return lock_subject(appealed.space, **subject_ids(appealed.contribution))


def _repeated(review: Review, actor: Actor, *, verdict: Verdict, why: Why) -> Decision:
    last = last_decision(Decision.review_id == review.id)
    if last is not None and is_same(last, actor, verdict=verdict, why=why):
        return last
    raise refuse(last, actor=actor)


def _decided(review: Review, actor: Actor, *, verdict: Verdict, why: Why) -> Decision:
    appealed = review.appealed
    decision = Decision.log(
        verdict,
        space_id=review.space_id,
        actor_id=actor.id,
        person_id=review.author_id,
        ground=why.ground,
        reason=why.text,
        **(subject_ids(appealed.contribution) if appealed and appealed.contribution else {}),
        undoes_id=review.appealed_id if verdict is Verdict.OVERTURN else None,
    )
    review.decide(decision)
    if review.author is not None:
        _tell(review.author, decision)
    return decision


def _tell(person: Person, decision: Decision) -> None:
    """In a letter, and, who can still read the space, there."""
    record(MeasureTaken(decision.id))
    if person.deactivated_at is None:
        Letter.write(LetterKind.DECISION, address=person.email, person_id=person.id, decision_id=decision.id)


def _let_read(actor: Actor, appealed: Decision, subject: Contributed | None) -> None:
    if subject is None or appealed.space is None or subject.state not in (State.HIDDEN, State.DECLINED):
        raise Conflict(CHANGED)
    last = last_decision(Decision.is_about(subject), Decision.verdict.in_(TAKING))
    if last is None or last.id != appealed.id or Review.waiting_for(subject, ReviewKind.REPORT) is not None:
        raise Conflict(CHANGED)
    Case(actor, appealed.space, subject).let_read()


def _end_measure(_actor: Actor, appealed: Decision, _subject: Contributed | None) -> None:
    measure = _measure_of(appealed)
    if measure is None or not measure.is_in_force():
        raise Conflict(CHANGED)
    abiding.end_measure(measure)


REVERSING: Mapping[Verdict, Callable[[Actor, Decision, Contributed | None], None]] = {
    Verdict.DECLINE: _let_read,
    Verdict.HIDE: _let_read,
    Verdict.NOTE: _end_measure,
    Verdict.WARN: _end_measure,
    Verdict.HOLD_POSTS: _end_measure,
    Verdict.READ_ONLY: _end_measure,
    Verdict.SUSPEND: _end_measure,
    Verdict.REMOVE_MEMBER: _end_measure,
}
"""What can be appealed against, and how it is reversed. What reports have hidden waits for a moderator anyway."""
