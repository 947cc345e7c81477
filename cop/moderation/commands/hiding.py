"""Take a contribution from its readers and give it back, with or without a report."""

from cop import policy
from cop.db import command, lock
from cop.errors import Conflict, NotFound
from cop.models import Contributed, Decision, Review, ReviewKind, Space, State, Verdict
from cop.moderation.commands.cases import (
    Case,
    forbid_own,
    last_decision,
    lock_subject,
    open_case,
    refuse,
    space_of,
)
from cop.moderation.commands.decisions import is_same
from cop.moderation.commands.reasons import NO_REASON, Why, optional
from cop.policy import Actor


def hide(
    *,
    actor_id: int,
    post_id: int | None = None,
    message_id: int | None = None,
    reason: str = "",
    ground: str | None = None,
) -> Decision:
    """Hide a post or a message; a waiting report about it that the actor may decide is decided with it."""
    why = Why.given(ground, reason)
    return _hide(actor_id=actor_id, post_id=post_id, message_id=message_id, why=why)


@command
def _hide(*, actor_id: int, post_id: int | None, message_id: int | None, why: Why) -> Decision:
    case = open_directly(actor_id=actor_id, post_id=post_id, message_id=message_id)
    if case.subject.state in (State.HIDDEN, State.PURGED):
        return repeated(case, Verdict.HIDE, why)
    if case.subject.state is State.REMOVED:
        raise Conflict("Its author has already removed it.")
    policy.require(policy.can_hide(case.actor, case.subject), "Only what can be read can be hidden.")
    case.subject.hide()
    return case.tell_author(case.decided(Verdict.HIDE, why))


def restore(
    *, actor_id: int, post_id: int | None = None, message_id: int | None = None, reason: str = ""
) -> Decision:
    """Let the space read what was hidden."""
    why = Why(text=optional(reason))
    return _restore(actor_id=actor_id, post_id=post_id, message_id=message_id, why=why)


@command
def _restore(*, actor_id: int, post_id: int | None, message_id: int | None, why: Why) -> Decision:
    case = open_directly(actor_id=actor_id, post_id=post_id, message_id=message_id)
    if case.review is None and Review.waiting_for(case.subject, ReviewKind.REPORT) is not None:
        raise Conflict("A report about this waits for somebody else, who decides whether it can be read.")
    return _give_back(case, why)


@command
def restore_reviewed(*, actor_id: int, review_id: int) -> Decision:
    """Let the space read what was hidden after a report: the way of a steward, who does not read the space."""
    return _give_back(open_case(actor_id=actor_id, review_id=review_id), NO_REASON)


def _give_back(case: Case, why: Why) -> Decision:
    if case.subject.state is State.RELEASED:
        return repeated(case, Verdict.RESTORE, why)
    if case.subject.state is not State.HIDDEN:
        raise Conflict("This is not hidden. Look at it as it is now.")
    case.let_read()
    is_waiting = case.review is not None and case.review.decided_at is None
    return (case.decided if is_waiting else case.logged)(Verdict.RESTORE, why)


def open_directly(*, actor_id: int, post_id: int | None, message_id: int | None) -> Case:
    """The case of a contribution that the actor can read and must be moderating; all of it locked."""
    space = lock(Space, space_of(post_id=post_id, message_id=message_id))
    actor = policy.load_actor(actor_id)
    subject = lock_subject(space, post_id=post_id, message_id=message_id)
    if not policy.can_read_contribution(actor, subject):
        raise NotFound
    policy.require(policy.moderates(actor, space))
    case = Case(actor, space, subject, _report_of(actor, subject))
    forbid_own(case)
    return case


def _report_of(actor: Actor, subject: Contributed) -> Review | None:
    """The waiting report that this decides; one that went to a steward is the steward's."""
    review = Review.waiting_for(subject, ReviewKind.REPORT)
    return review if review is not None and policy.can_decide(actor, review) else None


def repeated(case: Case, verdict: Verdict, why: Why) -> Decision:
    """The actor's own same decision if it was the last about this; else a Conflict that names who was first."""
    last = last_decision(Decision.is_about(case.subject))
    if last and is_same(last, case.actor, verdict=verdict, why=why):
        return last
    raise refuse(last, actor=case.actor)
