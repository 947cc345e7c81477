"""Decide about what waits: one moderator acts, the second is told who did and what (F16)."""

from cop import policy, typed
from cop.db import command, session
from cop.errors import Conflict, Invalid
from cop.markup import LINE_LIMIT, POST_LIMIT, Words
from cop.models import Decision, Message, Piece, Review, ReviewKind, State, Verdict
from cop.models.confirmations import note_confirmed
from cop.models.people import lock_people
from cop.moderation.commands.cases import (
    Case,
    ReviewCase,
    last_decision,
    lock_review,
    open_case,
    refuse,
    require_mine,
)
from cop.moderation.commands.reasons import NO_REASON, Why, given, optional
from cop.policy import Actor

HIDING = (Verdict.HIDE, Verdict.HIDE_REPORTED)
OF_HELD = (ReviewKind.HELD,)
OF_READABLE = (ReviewKind.REPORT, ReviewKind.FINDING)


def release(
    *, actor_id: int, review_id: int, reason: str = "", version: int | None = None, seen: int | None = None
) -> Decision:
    """Let the space read what was held. `version` is the one of the contribution that the moderator has read, `seen`
    that of the review: Conflict if either changed since, or if a line that it quotes was taken back.

    The same moderator's repeat returns the first decision; anybody else's is a Conflict that names it.
    """
    return _release(actor_id, review_id, why=Why(text=optional(reason)), version=version, seen=seen)


@command
def _release(actor_id: int, review_id: int, *, why: Why, version: int | None, seen: int | None) -> Decision:
    case = open_case(actor_id=actor_id, review_id=review_id, seen=seen)
    first = waiting(case, OF_HELD, verdict=Verdict.RELEASE, why=why)
    if first is not None:
        return first
    case.require_as_read(version)
    case.require_quoted_stands()
    case.let_read()
    return case.decided(Verdict.RELEASE, why)


def release_edited(
    *,
    actor_id: int,
    review_id: int,
    text: str,
    note: str,
    version: int | None = None,
    seen: int | None = None,
) -> Decision:
    """Release it saying `text`; what the author wrote is kept as a revision, and they are told with `note`."""
    words = Words.of(text, limit=POST_LIMIT)
    why = Why(text=given(note, field="note", missing="Say what you changed and why. The author reads this."))
    return _release_edited(actor_id, review_id, words=words, why=why, version=version, seen=seen)


@command
def _release_edited(
    actor_id: int, review_id: int, *, words: Words, why: Why, version: int | None, seen: int | None
) -> Decision:
    case = open_case(actor_id=actor_id, review_id=review_id, seen=seen)
    first = waiting(case, OF_HELD, verdict=Verdict.RELEASE_EDITED, why=why)
    if first is not None:
        return first
    case.require_as_read(version)
    _revise(case, words)
    case.let_read()
    return case.tell_author(case.decided(Verdict.RELEASE_EDITED, why))


def _revise(case: Case, words: Words) -> None:
    subject = case.subject
    if words.text == subject.text:
        raise Invalid("You have changed nothing. Change it, or release it as it is.")
    if isinstance(subject, Piece):
        raise Conflict("Its author writes it anew. Decline it, and say what is wrong.")
    if isinstance(subject, Message):
        typed.fitting(words.text, limit=LINE_LIMIT)
        subject.revise(words, editor_id=case.actor.id, seen_changed=subject.changed)
        subject.mention(policy.readers_of(subject.space))
    else:
        subject.revise(words, editor_id=case.actor.id, seen_version=subject.version)
        author = policy.load_actor(subject.author_id)
        subject.refer(policy.readers_of(subject.space), others=policy.groups_called_by(author, subject.space))
    note_confirmed(subject, by_id=case.actor.id)


def decline(
    *, actor_id: int, review_id: int, reason: str = "", ground: str | None = None, seen: int | None = None
) -> Decision:
    """Keep it from the space; its author gets the reason, one of the list or what `reason` says."""
    return _decline(actor_id, review_id, why=Why.given(ground, reason), seen=seen)


@command
def _decline(actor_id: int, review_id: int, *, why: Why, seen: int | None) -> Decision:
    case = open_case(actor_id=actor_id, review_id=review_id, seen=seen)
    first = waiting(case, OF_HELD, verdict=Verdict.DECLINE, why=why)
    if first is not None:
        return first
    case.subject.decline()
    return case.tell_author(case.decided(Verdict.DECLINE, why))


@command
def dismiss(*, actor_id: int, review_id: int, seen: int | None = None) -> Decision:
    """Leave what was reported or found as it is; where the reports had hidden it, readers have it again and its author
    is told.
    """
    place = session.get(Review, review_id)
    if place is not None and place.profile_id is not None:
        return _dismiss_profile(actor_id, place.profile_id, review_id=review_id, seen=seen)
    case = open_case(actor_id=actor_id, review_id=review_id, seen=seen)
    verdict = Verdict.RESTORE if _was_hidden_by_reports(case) else Verdict.DISMISS
    first = waiting(case, OF_READABLE, verdict=verdict)
    if first is not None:
        return first
    if verdict is Verdict.DISMISS:
        return case.decided(verdict)
    case.let_read()
    return case.tell_author(case.decided(verdict))


def _was_hidden_by_reports(case: ReviewCase) -> bool:
    """Whether the reports of this review, and nobody after them, took it from its readers."""
    if case.subject.state is not State.HIDDEN:
        return case.review.decided_at is not None and _has_put_back(case)
    last = last_decision(Decision.is_about(case.subject), Decision.verdict.in_(HIDING))
    return last is not None and last.verdict is Verdict.HIDE_REPORTED and last.review_id == case.review.id


def _has_put_back(case: ReviewCase) -> bool:
    """Whether this is a repeat of what has put it back."""
    last = last_decision(Decision.review_id == case.review.id)
    return last is not None and last.verdict is Verdict.RESTORE


def _dismiss_profile(actor_id: int, profile_id: int, *, review_id: int, seen: int | None) -> Decision:
    """A profile stays as it is; who misuses one is spoken to."""
    lock_people([profile_id])
    actor = policy.load_actor(actor_id)
    review = lock_review(actor, review_id)
    require_mine(actor, review, seen)
    if review.decided_at is not None:
        last = last_decision(Decision.review_id == review.id)
        if last and last.actor_id == actor.id:
            return last
        raise refuse(last, actor=actor)
    decision = Decision.log(Verdict.DISMISS, space_id=None, actor_id=actor.id, person_id=profile_id)
    review.decide(decision)
    return decision


def hide_reviewed(
    *, actor_id: int, review_id: int, reason: str = "", ground: str | None = None, seen: int | None = None
) -> Decision:
    """Hide what was reported or found, or keep hidden what the reports had hidden: the way of a steward, too, who does
    not read the space.
    """
    return _hide_reviewed(actor_id, review_id, why=Why.given(ground, reason), seen=seen)


@command
def _hide_reviewed(actor_id: int, review_id: int, *, why: Why, seen: int | None) -> Decision:
    case = open_case(actor_id=actor_id, review_id=review_id, seen=seen)
    first = waiting(case, OF_READABLE, verdict=Verdict.HIDE, why=why)
    if first is not None:
        return first
    if case.subject.state not in (State.RELEASED, State.HIDDEN):
        raise Conflict("Nobody can read it any more: it was removed. Leave the report.")
    if case.subject.state is State.RELEASED:
        case.subject.hide()
    return case.tell_author(case.decided(Verdict.HIDE, why))


def waiting(
    case: ReviewCase, kinds: tuple[ReviewKind, ...], *, verdict: Verdict, why: Why = NO_REASON
) -> Decision | None:
    """None while the review waits; the actor's own same decision if this is a repeat; else a Conflict."""
    review = case.review
    if review.decided_at is None:
        if review.kind not in kinds:
            raise Conflict(_NOT_OF_THAT_KIND[review.kind])
        return None
    last = last_decision(Decision.review_id == review.id)
    if last and is_same(last, case.actor, verdict=verdict, why=why):
        return last
    raise refuse(last, actor=case.actor)


def is_same(last: Decision, actor: Actor, *, verdict: Verdict, why: Why) -> bool:
    """Whether the last decision is the actor's own, and the same."""
    return (last.actor_id, last.verdict, last.ground, last.reason) == (
        actor.id,
        verdict,
        why.ground,
        why.text,
    )


_NOT_OF_THAT_KIND = {
    ReviewKind.HELD: "This waits to be released or declined. Nobody has reported it.",
    ReviewKind.REPORT: "Everybody can read this already. Hide it, or leave it as it is.",
    ReviewKind.FINDING: "Everybody can read this already. Hide it, or leave it as it is.",
    ReviewKind.APPEAL: "This is an appeal against a decision. Let that stand, or reverse it.",
}
