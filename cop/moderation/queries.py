"""The queue and the log of decisions, each page in a fixed number of queries however much stands on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from cop import policy
from cop.db import session
from cop.models import Decision, Measure, Message, Post, PurgeCheck, Review, Space, Topic, Verdict
from cop.models.attachments import load_onto
from cop.models.measures import VERDICTS
from cop.models.statements import at_most
from cop.policy import Actor

PAGE = 20

DONE: Mapping[Verdict, str] = {
    Verdict.RELEASE: "released",
    Verdict.RELEASE_EDITED: "edited and released",
    Verdict.DECLINE: "declined",
    Verdict.HIDE: "hidden",
    Verdict.HIDE_REPORTED: "hidden until a moderator has looked",
    Verdict.RESTORE: "restored",
    Verdict.REDACT: "redacted",
    Verdict.PURGE: "permanently removed",
    Verdict.DISMISS: "dismissed",
    Verdict.REOPEN: "put back",
    Verdict.WITHDRAWN: "withdrawn",
    Verdict.UPHOLD: "left standing after an appeal",
    Verdict.OVERTURN: "reversed after an appeal",
    Verdict.LOCK: "locked",
    Verdict.UNLOCK: "unlocked",
    Verdict.PIN: "pinned",
    Verdict.UNPIN: "unpinned",
    Verdict.RENAME: "renamed",
    Verdict.SET_CLOSING: "given another last day for replies",
    Verdict.ARCHIVE: "archived",
    Verdict.UNARCHIVE: "brought back from the archive",
    Verdict.SET_TAGS: "given other tags",
    Verdict.SET_ANSWER: "given another answer",
    Verdict.WITHDRAW_ANSWER: "left without an answer",
    Verdict.MOVE_AWAY: "moved to another space",
    Verdict.MOVE_HERE: "moved here from another space",
    Verdict.SPLIT: "split",
    Verdict.MERGE: "merged with another",
    Verdict.SUMMARISE: "summarised",
    Verdict.ADD_TAG: "tag added",
    Verdict.RENAME_TAG: "tag renamed",
    Verdict.REMOVE_TAG: "tag removed",
    Verdict.CLOSE_POLL: "given no more votes in a poll",
    Verdict.REMOVE_POLL: "parted from a poll",
    Verdict.SET_FORUM: "rules of the forum changed",
    Verdict.ADD_MEMBER: "added as a member",
    Verdict.REMOVE_MEMBER: "removed as a member",
    Verdict.SET_ROLES: "given other roles",
    Verdict.NOTE: "given a note",
    Verdict.WARN: "warned",
    Verdict.HOLD_POSTS: "put under a moderator’s eyes",
    Verdict.READ_ONLY: "kept to reading",
    Verdict.SUSPEND: "suspended",
    Verdict.REINSTATE: "reinstated",
    Verdict.INVITE: "invited",
    Verdict.REVOKE_INVITATION: "invitation revoked",
    Verdict.SET_POLICY: "policy changed",
    Verdict.OPEN_ROOM: "room opened",
    Verdict.ANNOUNCE_ONLY: "room kept for announcements",
    Verdict.CLOSE_ROOM: "room closed",
    Verdict.ARCHIVE_ROOM: "room archived",
    Verdict.SET_KEEPING: "keeping of messages changed",
    Verdict.EXPIRE: "let go with age",
}
"""What was done, as a participle: “Ann has already … this”."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """A space whose queue the actor works, and how much waits in it for them."""

    space: Space
    waiting: int


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows in their order; `is_last` says that nothing follows."""

    rows: Sequence[T]
    is_last: bool


def desks(actor: Actor) -> list[Desk]:
    """The spaces of the actor's queue by name: those moderated, and those of what is escalated to a steward."""
    waits = sa.and_(Review.space_id == Space.id, Review.decided_at.is_(None), policy.visible_reviews(actor))
    waiting = sa.func.count(Review.id)
    query = (
        sa.select(Space, waiting)
        .outerjoin(Review, waits)
        .group_by(Space.id)
        .having(sa.or_(policy.moderated_spaces(actor), waiting > 0))
        .order_by(Space.name, Space.id)
    )
    return [Desk(space, number) for space, number in session.execute(query)]


def waiting_count(actor: Actor) -> int:
    """How many reviews the actor may decide now: the badge of the navigation."""
    query = sa.select(sa.func.count(Review.id)).where(
        Review.decided_at.is_(None), policy.visible_reviews(actor)
    )
    return session.scalar(query) or 0


def queue(actor: Actor, *, space_id: int | None = None, after: int = 0) -> Page[Review]:
    """What waits for the actor, oldest first, in the space `space_id` or in all, from behind the review `after`."""
    query = _reviews().where(Review.decided_at.is_(None), policy.visible_reviews(actor), Review.id > after)
    if space_id is not None:
        query = query.where(Review.space_id == space_id)
    return _page(
        _with_files(session.scalars(query.order_by(Review.id).limit(at_most(PAGE + 1))).unique().all())
    )


def review(actor: Actor, review_id: int) -> Review | None:
    """The review with everything that is shown of it, if the actor may see it."""
    query = _reviews().where(Review.id == review_id, policy.visible_reviews(actor))
    found = _with_files(session.scalars(query.options(*_decisions_of_it())).unique().all())
    return found[0] if found else None


def any_review(review_id: int) -> Review:
    """The review with everything that is shown of it, for whoever is told of it; read anew, whatever was read."""
    query = _reviews().where(Review.id == review_id).execution_options(populate_existing=True)
    return _with_files([session.scalars(query).unique().one()])[0]


def decisions(actor: Actor, *, before: int | None = None) -> Page[Decision]:
    """The log, newest first: what was decided in the actor's spaces, and what was escalated to them as a steward.

    What concerns the actor's own contributions is left out: it would tell them that somebody reported one.
    """
    theirs = sa.and_(
        Decision.review_id.is_(None),
        Decision.space_id.in_(sa.select(Space.id).where(policy.moderated_spaces(actor))),
    )
    reviewed = sa.and_(Decision.review_id.is_not(None), policy.visible_reviews(actor))
    query = (
        sa.select(Decision)
        .outerjoin(Decision.review)
        .options(contains_eager(Decision.review).joinedload(Review.space), *_subjects_of_it())
        .where(sa.or_(theirs, reviewed))
    )
    if before is not None:
        query = query.where(Decision.id < before)
    return _page(session.scalars(query.order_by(Decision.id.desc()).limit(at_most(PAGE + 1))).unique().all())


def decision(actor: Actor, decision_id: int) -> Decision | None:
    """A decision of the actor's own, to be undone by them."""
    query = sa.select(Decision).where(Decision.id == decision_id, Decision.actor_id == actor.id)
    return session.scalars(query.options(*_subjects_of_it())).unique().one_or_none()


TOLD = (
    Verdict.RELEASE,
    Verdict.RELEASE_EDITED,
    Verdict.DECLINE,
    Verdict.HIDE,
    Verdict.HIDE_REPORTED,
    Verdict.RESTORE,
    Verdict.REDACT,
    Verdict.PURGE,
    Verdict.UPHOLD,
    Verdict.OVERTURN,
    *VERDICTS.values(),
    Verdict.REINSTATE,
    Verdict.SET_ROLES,
)
"""What somebody reads of all that was decided about them. That a report of them was left tells that there was one."""


def about_me(actor: Actor, *, before: int | None = None) -> Page[Decision]:
    """What was decided about the actor, the newest first: in every space, also where they are shut out."""
    query = _about(actor).options(*_subjects_of_it())
    if before is not None:
        query = query.where(Decision.id < before)
    return _page(session.scalars(query.order_by(Decision.id.desc()).limit(at_most(PAGE + 1))).unique().all())


def decision_about_me(actor: Actor, decision_id: int) -> Decision | None:
    query = _about(actor).where(Decision.id == decision_id).options(*_subjects_of_it())
    return session.scalars(query).unique().one_or_none()


def _about(actor: Actor) -> sa.Select[Decision]:
    by_others = sa.or_(Decision.actor_id.is_(None), Decision.actor_id != actor.id)
    return sa.select(Decision).where(Decision.person_id == actor.id, Decision.verdict.in_(TOLD), by_others)


def removal(actor: Actor, decision_id: int) -> Decision | None:
    """A removal for good, for whoever decided it and for who moderates where it stood."""
    theirs = Decision.space_id.in_(sa.select(Space.id).where(policy.moderated_spaces(actor)))
    mine = sa.or_(Decision.actor_id == actor.id, sa.and_(theirs, Decision.person_id != actor.id))
    query = sa.select(Decision).where(Decision.id == decision_id, Decision.verdict == Verdict.PURGE, mine)
    return session.scalars(query.options(*_subjects_of_it())).unique().one_or_none()


def checks_of(decision: Decision) -> Sequence[PurgeCheck]:
    """What was left of what it removed, store by store, the fullest first; nothing where that was not counted."""
    query = sa.select(PurgeCheck).where(PurgeCheck.decision_id == decision.id)
    return session.scalars(query.order_by(PurgeCheck.left.desc(), PurgeCheck.store)).all()


def appeals_of(decisions: Sequence[Decision]) -> dict[int, Review]:
    """The appeal against each of `decisions` that has one, by the decision's id."""
    ids = [decision.id for decision in decisions]
    found = session.scalars(sa.select(Review).where(Review.appealed_id.in_(ids)))
    return {review.appealed_id or 0: review for review in found}


def measures_of(decisions: Sequence[Decision]) -> dict[int, Measure]:
    """The measure that each of `decisions` took, by the decision's id."""
    ids = [decision.id for decision in decisions]
    found = session.scalars(sa.select(Measure).where(Measure.decision_id.in_(ids)))
    return {measure.decision_id: measure for measure in found}


def keeper_of(space: Space) -> int | None:
    """Who said last for how long the room of `space` keeps what is said there."""
    query = sa.select(Decision.actor_id).where(
        Decision.space_id == space.id, Decision.verdict == Verdict.SET_KEEPING
    )
    return session.scalar(query.order_by(Decision.id.desc()).limit(1))


def undone(decisions: Sequence[Decision]) -> set[int]:
    """Ids of those of `decisions` that another decision undid."""
    ids = [decision.id for decision in decisions]
    return set(session.scalars(sa.select(Decision.undoes_id).where(Decision.undoes_id.in_(ids))))


def _reviews() -> sa.Select[Review]:
    return sa.select(Review).options(
        joinedload(Review.space),
        joinedload(Review.author),
        joinedload(Review.post).options(
            joinedload(Post.topic).selectinload(Topic.sources), joinedload(Post.organisation)
        ),
        joinedload(Review.message),
        joinedload(Review.profile),
        joinedload(Review.claimed_by),
        joinedload(Review.appealed).options(
            joinedload(Decision.actor), joinedload(Decision.post), joinedload(Decision.message)
        ),
        selectinload(Review.reports),
        selectinload(Review.findings),
    )


def _with_files(reviews: Sequence[Review]) -> Sequence[Review]:
    """The same, and what their posts have attached, in one query more where any of them has."""
    load_onto(review.post for review in reviews if review.post)
    return reviews


def _decisions_of_it() -> tuple[ORMOption, ...]:
    return (selectinload(Review.decisions).joinedload(Decision.actor),)


def _subjects_of_it() -> tuple[ORMOption, ...]:
    return (
        joinedload(Decision.space),
        joinedload(Decision.actor),
        joinedload(Decision.person),
        joinedload(Decision.topic),
        joinedload(Decision.post).options(joinedload(Post.topic), joinedload(Post.author)),
        joinedload(Decision.message).joinedload(Message.author),
    )


def _page(rows: Sequence[T]) -> Page[T]:
    return Page(rows[:PAGE], is_last=len(rows) <= PAGE)
