"""What the queue does when something was held, withdrawn, reported or decided."""

from collections.abc import Iterable

from cop import guarding, live, policy, web
from cop.db import get, session
from cop.events import (
    FileConfirmed,
    IdentifierConfirmed,
    ListedWordsWritten,
    MessageExpired,
    MessageHeld,
    MessageWithdrawn,
    PostHeld,
    PostWithdrawn,
    ReviewDecided,
    ReviewOpened,
    RosterChanged,
)
from cop.models import Attachment, Decision, ListedWord, Message, Post, Review, ReviewKind, Verdict
from cop.moderation import queries
from cop.moderation.commands import findings
from cop.moderation.commands.cases import Case
from cop.policy import load_actor


def open_review_of_post(fact: PostHeld) -> None:
    """WITH: a held post waits for whoever moderates its space, or for the stewards where nobody does."""
    _open(get(Post, fact.post_id))


def open_review_of_message(fact: MessageHeld) -> None:
    """WITH: the same for a line of a room."""
    _open(get(Message, fact.message_id))


def close_review_of_post(fact: PostWithdrawn) -> None:
    """WITH: what its author took back waits no longer."""
    _close(get(Post, fact.post_id))


def close_review_of_message(fact: MessageWithdrawn) -> None:
    """WITH: the same for a line of a room."""
    _close(get(Message, fact.message_id))


def close_review_of_expired(fact: MessageExpired) -> None:
    """WITH: a line that waited for longer than its room keeps anything goes as who limited that has decided."""
    message = get(Message, fact.message_id)
    review = Review.waiting_for(message, ReviewKind.HELD)
    if review is not None:
        keeper = load_actor(queries.keeper_of(message.space) or message.author_id)
        Case(keeper, message.space, message, review).decided(Verdict.EXPIRE)


def close_requests(fact: RosterChanged) -> None:
    """WITH: whoever has come into a group by another way asks for it no more."""
    for request in queries.met_requests(fact.space_id, fact.person_ids):
        request.answer(let_in=True)
        review = Review.waiting_for(request, ReviewKind.REQUEST)
        if review is not None:
            about = {"person_id": request.person_id, "review_id": review.id}
            review.decide(Decision.log(Verdict.WITHDRAWN, space_id=fact.space_id, actor_id=None, **about))


def show_confirmed(fact: IdentifierConfirmed) -> None:
    """WITH: moderators read that an author has said that no patient is named in what they wrote."""
    findings.show(findings.subject_of(fact), guarding.take_confirmed(), by_id=fact.person_id)


def show_listed(fact: ListedWordsWritten) -> None:
    """WITH: moderators read for which words of their list something waits, and which its author says they mean."""
    subject = get(Post, fact.post_id) if fact.post_id is not None else get(Message, fact.message_id or 0)
    findings.show_listed(subject, [get(ListedWord, word_id) for word_id in fact.word_ids])


def show_confirmed_file(fact: FileConfirmed) -> None:
    """WITH: the same of a file, once a post has it."""
    findings.show_file(get(Attachment, fact.attachment_id))


def show_review(fact: ReviewOpened) -> None:
    """AFTER: a new item in the open queues of those who may decide it, or the same with one more report."""
    review = queries.any_review(fact.review_id)
    people = session.scalars(policy.deciders_of(review)).all()
    payload = {"review": review.id, "state": "waiting", "space": review.space.slug if review.space else ""}
    if people and review.decided_at is None:
        html = web.fragment("moderation/_item.html", review=review)
        live.push("review:changed", payload | {"html": html}, to=people)
        _count_for(people)


def show_decision(fact: ReviewDecided) -> None:
    """AFTER: a decided item leaves every open queue, with the name of whoever decided."""
    review, decision = queries.any_review(fact.review_id), get(Decision, fact.decision_id)
    people = session.scalars(policy.deciders_of(review)).all()
    payload = {
        "review": review.id,
        "state": decision.verdict.value,
        "space": review.space.slug if review.space else "",
        "by": decision.actor_id,
        "words": f"{queries.DONE[decision.verdict].capitalize()} by {decision.decider}",
    }
    live.push("review:changed", payload, to=people)
    _count_for(people)


def _open(subject: Post | Message) -> None:
    falls_to = policy.falls_to(ReviewKind.HELD, subject.space, author_id=subject.author_id)
    Review.open_for(subject, ReviewKind.HELD, falls_to=falls_to)


def _close(subject: Post | Message) -> None:
    review = Review.waiting_for(subject, ReviewKind.HELD)
    if review is not None:
        author = load_actor(subject.author_id)
        Case(author, subject.space, subject, review).decided(Verdict.WITHDRAWN)


def _count_for(people: Iterable[int]) -> None:
    """Each decider's own number: what waits for one need not wait for another."""
    for person_id in people:
        waiting = queries.waiting_count(load_actor(person_id))
        live.push("badge", {"moderation": waiting}, to=[person_id])
