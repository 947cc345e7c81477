"""Ask a moderator to look. Who asked is known to nobody but the record."""

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from cop import policy
from cop.db import command, lock, session
from cop.errors import Forbidden, Invalid, NotFound, TooFast
from cop.models import (
    Contributed,
    Ground,
    Message,
    Post,
    Report,
    Review,
    ReviewKind,
    Space,
    State,
    Throttle,
    Verdict,
)
from cop.moderation.commands.cases import Case, space_of
from cop.moderation.commands.reasons import Why, optional
from cop.policy import Actor

HIDDEN = "It was reported. A moderator looks at it and puts it back, or tells you why not."

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

    It goes to who moderates the space, or to the stewards where nobody there may decide about this author. What is
    said to contain a patient's details is hidden at once, other things once as many have reported them as the space
    says; their author is told, and by whom is known to moderators alone.
    """
    if category not in set(Ground):
        raise Invalid("Choose what is wrong with it.", field="category")
    about = {"post_id": post_id, "message_id": message_id}
    return _report(actor_id=actor_id, about=about, category=Ground(category), reason=optional(reason))


@command
def _report(*, actor_id: int, about: Mapping[str, int | None], category: Ground, reason: str) -> Report:
    space = lock(Space, space_of(**about))
    actor = policy.load_actor(actor_id)
    subject = _visible(actor, **about)
    return note(actor, subject, space, category=category, reason=reason)


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


def note(actor: Actor, subject: Contributed, space: Space, *, category: Ground, reason: str) -> Report:
    """The report, or the first where this is a repeat; the row of `space` must be locked."""
    first = _reported_before(actor, subject)
    if first is not None:
        return first
    if not Throttle.take(f"report:{actor.id}", burst=BURST, every=EVERY):
        raise TooFast("You have reported a good deal just now. Wait a few minutes, then go on.")
    _require_reportable(actor, subject)
    return _add(actor, subject, space, category=category, reason=reason)


def _reported_before(actor: Actor, subject: Contributed) -> Report | None:
    """The actor's report of this item. Once it was decided, only an edit makes room for another."""
    query = sa.select(Report).join(Report.review)
    query = query.where(Review.is_about(subject), Report.reporter_id == actor.id)
    last = session.scalars(query.order_by(Report.id.desc()).limit(1)).one_or_none()
    if last is None or last.review.decided_at is None:
        return last
    return last if last.version == subject.version else None


def _require_reportable(actor: Actor, subject: Contributed) -> None:
    if subject.author_id == actor.id:
        raise Forbidden("You wrote this yourself: you can edit or remove it.")
    policy.require(
        policy.can_report(actor, subject), "This can't be read any more, so there is nothing to report."
    )


def _add(actor: Actor, subject: Contributed, space: Space, *, category: Ground, reason: str) -> Report:
    falls_to = policy.falls_to(ReviewKind.REPORT, space, author_id=subject.author_id)
    review = Review.open_for(subject, ReviewKind.REPORT, falls_to=falls_to)
    report = Report(reporter_id=actor.id, category=category, reason=reason, version=subject.version)
    review.add(report)
    if _weighs_enough(review, space):
        _hide(subject, space, review)
    return report


def _weighs_enough(review: Review, space: Space) -> bool:
    """Whether what waits is hidden until a moderator has looked: by number and kind of reports, and nothing else."""
    told = sa.select(Report.reporter_id, Report.category).where(
        Report.review_id == review.id, Report.created_at >= review.opened_at
    )
    reports = session.execute(told).all()
    if any(category is Ground.PATIENT for _, category in reports):
        return True
    return bool(space.hide_after) and len({reporter for reporter, _ in reports}) >= space.hide_after


def _hide(subject: Contributed, space: Space, review: Review) -> None:
    if subject.state is not State.RELEASED:
        return
    subject.hide()
    case = Case(policy.NOBODY, space, subject, review)
    case.tell_author(case.logged(Verdict.HIDE_REPORTED, Why(text=HIDDEN)))
