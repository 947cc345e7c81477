"""Decide about what waits: one moderator acts, the second is told who did and what (F16)."""

from cop import markup, policy
from cop.db import command
from cop.errors import Conflict, Invalid
from cop.markup import LINE_LIMIT, POST_LIMIT, Words
from cop.models import Decision, Message, ReviewKind, State, Verdict
from cop.moderation.commands.cases import Case, ReviewCase, given, last_decision, open_case, optional, refuse

SAY_WHY = "Say why. The author reads this."


def release(*, actor_id: int, review_id: int, reason: str = "", version: int | None = None) -> Decision:
    """Let the space read what was held. `version` is the one the moderator has read: Conflict if it changed since, or
    if a line that it quotes was taken back.

    The same moderator's repeat returns the first decision; anybody else's is a Conflict that names it.
    """
    return _release(actor_id=actor_id, review_id=review_id, reason=optional(reason), version=version)


@command
def _release(*, actor_id: int, review_id: int, reason: str, version: int | None) -> Decision:
    case = open_case(actor_id=actor_id, review_id=review_id)
    first = _waiting(case, ReviewKind.HELD, verdict=Verdict.RELEASE, reason=reason)
    if first is not None:
        return first
    case.require_as_read(version)
    case.require_quoted_stands()
    case.let_read()
    return case.decided(Verdict.RELEASE, reason=reason)


def release_edited(
    *, actor_id: int, review_id: int, text: str, note: str, version: int | None = None
) -> Decision:
    """Release it saying `text`; what the author wrote is kept as a revision, and they are told with `note`."""
    words = Words.of(text, limit=POST_LIMIT)
    note = given(note, field="note", missing="Say what you changed and why. The author reads this.")
    return _release_edited(actor_id=actor_id, review_id=review_id, words=words, note=note, version=version)


@command
def _release_edited(
    *, actor_id: int, review_id: int, words: Words, note: str, version: int | None
) -> Decision:
    case = open_case(actor_id=actor_id, review_id=review_id)
    first = _waiting(case, ReviewKind.HELD, verdict=Verdict.RELEASE_EDITED, reason=note)
    if first is not None:
        return first
    case.require_as_read(version)
    _revise(case, words)
    case.let_read()
    return case.tell_author(case.decided(Verdict.RELEASE_EDITED, reason=note))


def _revise(case: Case, words: Words) -> None:
    subject = case.subject
    if words.text == subject.text:
        raise Invalid("You have changed nothing. Change it, or release it as it is.")
    if isinstance(subject, Message):
        markup.written(words.text, limit=LINE_LIMIT)
        subject.revise(words, editor_id=case.actor.id, seen_changed=subject.changed)
        subject.mention(policy.readers_of(subject.space))
    else:
        subject.revise(words, editor_id=case.actor.id, seen_version=subject.version)
        author = policy.load_actor(subject.author_id)
        subject.refer(policy.readers_of(subject.space), others=policy.groups_called_by(author, subject.space))


def decline(*, actor_id: int, review_id: int, reason: str) -> Decision:
    """Keep it from the space; its author gets `reason`, which must say something."""
    return _decline(actor_id=actor_id, review_id=review_id, reason=given(reason, missing=SAY_WHY))


@command
def _decline(*, actor_id: int, review_id: int, reason: str) -> Decision:
    case = open_case(actor_id=actor_id, review_id=review_id)
    first = _waiting(case, ReviewKind.HELD, verdict=Verdict.DECLINE, reason=reason)
    if first is not None:
        return first
    case.subject.decline()
    return case.tell_author(case.decided(Verdict.DECLINE, reason=reason))


@command
def dismiss(*, actor_id: int, review_id: int) -> Decision:
    """Leave what was reported as it is. Nobody is told."""
    case = open_case(actor_id=actor_id, review_id=review_id)
    first = _waiting(case, ReviewKind.REPORT, verdict=Verdict.DISMISS)
    return first or case.decided(Verdict.DISMISS)


def hide_reviewed(*, actor_id: int, review_id: int, reason: str) -> Decision:
    """Hide what was reported: the way of a steward, too, who does not read the space."""
    return _hide_reviewed(actor_id=actor_id, review_id=review_id, reason=given(reason, missing=SAY_WHY))


@command
def _hide_reviewed(*, actor_id: int, review_id: int, reason: str) -> Decision:
    case = open_case(actor_id=actor_id, review_id=review_id)
    first = _waiting(case, ReviewKind.REPORT, verdict=Verdict.HIDE, reason=reason)
    if first is not None:
        return first
    if case.subject.state is not State.RELEASED:
        raise Conflict("Nobody can read it any more: it was removed or hidden. Leave the report.")
    case.subject.hide()
    return case.tell_author(case.decided(Verdict.HIDE, reason=reason))


def _waiting(case: ReviewCase, kind: ReviewKind, *, verdict: Verdict, reason: str = "") -> Decision | None:
    """None while the review waits; the actor's own same decision if this is a repeat; else a Conflict."""
    review = case.review
    if review.decided_at is None:
        if review.kind is not kind:
            raise Conflict(_NOT_OF_THAT_KIND[review.kind])
        return None
    last = last_decision(Decision.review_id == review.id)
    if last and (last.actor_id, last.verdict, last.reason) == (case.actor.id, verdict, reason):
        return last
    raise refuse(last, actor=case.actor)


_NOT_OF_THAT_KIND = {
    ReviewKind.HELD: "This waits to be released or declined. Nobody has reported it.",
    ReviewKind.REPORT: "Everybody can read this already. Hide it, or leave it as it is.",
}
