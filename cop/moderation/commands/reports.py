"""Ask a moderator to look. Who asked is known to nobody but the record."""

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from cop import policy
from cop.db import command, lock, record, session
from cop.errors import Forbidden, Invalid, NotFound, TooFast
from cop.events import ReviewOpened
from cop.models import Message, Post, Report, Review, ReviewKind, Space, Throttle
from cop.moderation.commands.cases import optional, space_of
from cop.policy import Actor

CATEGORIES: Mapping[str, str] = {
    "patient": "Patient or personal information",
    "unkind": "Unkind or abusive",
    "off_topic": "Off topic or advertising",
    "other": "Something else",
}
"""Why somebody reports: word in the form -> words on the page."""

BURST, EVERY = 10, timedelta(minutes=6)


def report(
    *,
    actor_id: int,
    post_id: int | None = None,
    message_id: int | None = None,
    category: str,
    reason: str = "",
) -> Report:
    """A report of something readable that somebody else wrote; a repeat returns the first.

    It goes to who moderates the space, or to the stewards where nobody there could decide about this author.
    """
    if category not in CATEGORIES:
        raise Invalid("Choose what is wrong with it.", field="category")
    about = {"post_id": post_id, "message_id": message_id}
    return _report(actor_id=actor_id, about=about, category=category, reason=optional(reason))


@command
def _report(*, actor_id: int, about: Mapping[str, int | None], category: str, reason: str) -> Report:
    space = lock(Space, space_of(**about))
    actor = policy.load_actor(actor_id)
    subject = _visible(actor, **about)
    first = _reported_before(actor, subject)
    if first is not None:
        return first
    if not Throttle.take(f"report:{actor.id}", burst=BURST, every=EVERY):
        raise TooFast("You have reported a good deal just now. Wait a few minutes, then go on.")
    _require_reportable(actor, subject)
    return _add(actor, subject, space, category=category, reason=reason)


def _visible(actor: Actor, *, post_id: int | None, message_id: int | None) -> Post | Message:
    query: sa.Select[Post] | sa.Select[Message]
    if post_id is not None:
        query = sa.select(Post).join(Post.topic).where(Post.id == post_id, policy.visible_posts(actor))
    else:
        query = sa.select(Message).where(Message.id == message_id, policy.visible_messages(actor))
    subject = session.scalars(query).one_or_none()
    if subject is None:
        raise NotFound
    return subject  # type: ignore[no-any-return]


def _reported_before(actor: Actor, subject: Post | Message) -> Report | None:
    """The actor's report of this item. Once it was decided, only an edit makes room for another."""
    column = Review.post_id if isinstance(subject, Post) else Review.message_id
    query = sa.select(Report).join(Report.review).where(column == subject.id, Report.reporter_id == actor.id)
    last = session.scalars(query.order_by(Report.id.desc()).limit(1)).one_or_none()
    if last is None or last.review.decided_at is None:
        return last
    return last if last.version == subject.version else None


def _require_reportable(actor: Actor, subject: Post | Message) -> None:
    if subject.author_id == actor.id:
        raise Forbidden("You wrote this yourself: you can edit or remove it.")
    policy.require(
        policy.can_report(actor, subject), "This can't be read any more, so there is nothing to report."
    )


def _add(actor: Actor, subject: Post | Message, space: Space, *, category: str, reason: str) -> Report:
    is_escalated = policy.is_escalated(space, author_id=subject.author_id)
    review = Review.open_for(subject, ReviewKind.REPORT, is_escalated=is_escalated)
    report = Report(review_id=review.id, reporter_id=actor.id, category=category, reason=reason)
    report.version = subject.version
    session.add(report)
    session.flush()
    record(ReviewOpened(review.id))
    return report
