"""The log: who decided what, when and why, as far as the actor may know of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from cop import policy
from cop.db import session
from cop.models import (
    Application,
    Decision,
    JoinRequest,
    Message,
    Person,
    Post,
    PurgeCheck,
    Review,
    Space,
    Verdict,
)
from cop.models.holds import is_of_hold_on
from cop.models.statements import at_most
from cop.moderation.queries.pages import PAGE, Page, page_of
from cop.policy import Actor

MOST_ROWS = 5_000
"""Of an export; older ones are found by another day."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the log is asked for: in one space, of one kind, by one person, between two moments (None: whatever)."""

    space_id: int | None = None
    verdict: Verdict | None = None
    actor_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> Iterator[sa.ColumnElement[bool]]:
        if self.space_id is not None:
            yield Decision.space_id == self.space_id
        if self.verdict is not None:
            yield Decision.verdict == self.verdict
        if self.actor_id is not None:
            yield Decision.actor_id == self.actor_id
        if self.since is not None:
            yield Decision.decided_at >= self.since
        if self.until is not None:
            yield Decision.decided_at < self.until


ALL = Filters()


def decisions(actor: Actor, *, filters: Filters = ALL, before: int | None = None) -> Page[Decision]:
    """A page of the log, newest first."""
    query = _known_to(actor).where(*filters.conditions())
    if before is not None:
        query = query.where(Decision.id < before)
    return page_of(
        session.scalars(query.order_by(Decision.id.desc()).limit(at_most(PAGE + 1))).unique().all()
    )


def export(actor: Actor, *, filters: Filters = ALL) -> Sequence[Decision]:
    """The newest of the log, all at once."""
    query = _known_to(actor).where(*filters.conditions()).order_by(Decision.id.desc())
    return session.scalars(query.limit(at_most(MOST_ROWS))).unique().all()


def _known_to(actor: Actor) -> sa.Select[Decision]:
    """What was decided in the actor's spaces, what fell to them as a steward or as staff, and everywhere for these.

    What concerns the actor's own contributions is left out: it would tell them that somebody reported one. So is that
    they are under a legal hold.
    """
    theirs = sa.and_(
        Decision.review_id.is_(None),
        Decision.space_id.in_(sa.select(Space.id).where(policy.moderated_spaces(actor))),
    )
    reviewed = sa.and_(Decision.review_id.is_not(None), policy.visible_reviews(actor))
    known = [theirs, reviewed]
    if policy.can_measure_everywhere(actor):
        of_all = sa.or_(Decision.space_id.is_(None), Decision.verdict == Verdict.PUBLISH)
        known.append(sa.and_(Decision.review_id.is_(None), of_all, ~is_of_hold_on(actor.id)))
    return (
        sa.select(Decision)
        .outerjoin(Decision.review)
        .options(
            contains_eager(Decision.review).options(
                joinedload(Review.space),
                joinedload(Review.profile),
                joinedload(Review.application).joinedload(Application.programme),
                joinedload(Review.request).joinedload(JoinRequest.space),
            ),
            *subjects_of_it(),
        )
        .where(sa.or_(*known))
    )


def deciders(actor: Actor) -> Sequence[Person]:
    """Who has decided anything that the actor may know of, by name."""
    ids = _known_to(actor).with_only_columns(Decision.actor_id).distinct()
    query = sa.select(Person).where(Person.id.in_(ids)).order_by(Person.name, Person.id)
    return session.scalars(query).unique().all()


def decision(actor: Actor, decision_id: int) -> Decision | None:
    """A decision of the actor's own, to be undone by them."""
    query = sa.select(Decision).where(Decision.id == decision_id, Decision.actor_id == actor.id)
    return session.scalars(query.options(*subjects_of_it())).unique().one_or_none()


def removal(actor: Actor, decision_id: int) -> Decision | None:
    """A removal for good, for whoever decided it and for who moderates where it stood."""
    theirs = Decision.space_id.in_(sa.select(Space.id).where(policy.moderated_spaces(actor)))
    mine = sa.or_(Decision.actor_id == actor.id, sa.and_(theirs, Decision.person_id != actor.id))
    query = sa.select(Decision).where(Decision.id == decision_id, Decision.verdict == Verdict.PURGE, mine)
    return session.scalars(query.options(*subjects_of_it())).unique().one_or_none()


def checks_of(decision: Decision) -> Sequence[PurgeCheck]:
    """What was left of what it removed, store by store, the fullest first; nothing where that was not counted."""
    query = sa.select(PurgeCheck).where(PurgeCheck.decision_id == decision.id)
    return session.scalars(query.order_by(PurgeCheck.left.desc(), PurgeCheck.store)).all()


def own_decisions(actor: Actor, ids: Sequence[int]) -> Sequence[Decision]:
    """Those of the actor's own decisions that are named; no query where none is."""
    if not ids:
        return ()
    query = sa.select(Decision).where(Decision.id.in_(ids), Decision.actor_id == actor.id)
    return session.scalars(query.options(*subjects_of_it()).order_by(Decision.id)).unique().all()


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


def subjects_of_it() -> tuple[ORMOption, ...]:
    """What a decision is shown with."""
    return (
        joinedload(Decision.space),
        joinedload(Decision.actor),
        joinedload(Decision.person),
        joinedload(Decision.topic),
        joinedload(Decision.post).options(joinedload(Post.topic), joinedload(Post.author)),
        joinedload(Decision.message).joinedload(Message.author),
        joinedload(Decision.piece),
    )
