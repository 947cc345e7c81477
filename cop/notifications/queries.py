"""A person's notices as they may be shown now: each query goes through `policy.visible_notices` (security.md S23)."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cop import policy
from cop.clock import LONDON
from cop.db import BigId
from cop.models import (
    Decision,
    Gathering,
    GatheringKind,
    Meeting,
    Message,
    Notice,
    NoticeKind,
    Offer,
    Person,
    Post,
    Space,
    SpaceKind,
    Topic,
    TopicReading,
    Verdict,
    Workshop,
)
from cop.models.meetings_states import MeetingState
from cop.models.statements import at_most
from cop.policy import Actor

PAGE = 20
LAST = 2**53
MOST = 100
"""So many are counted and no more: beyond it a number says nothing."""

Listing: TypeAlias = sa.Select[*tuple[Any, ...]]


class NamedSpace(NamedTuple):
    """The space that a notice is about, as far as its name and address go."""

    id: int
    slug: str
    name: str
    kind: SpaceKind


class NamedGathering(NamedTuple):
    """The visit or event that a notice is about."""

    id: int | None
    kind: GatheringKind | None
    called: str | None
    cancelled_at: datetime | None

    @property
    def title(self) -> str:
        return f"Visit to {self.called}" if self.kind is GatheringKind.VISIT else self.called or ""


class Shown(NamedTuple):
    """A notice with what it is about: where, in which topic, `who` did it and `by` whom, what was decided, which
    workshop it is and whether that is cancelled, how many posts are new in the topic, how many polls it has, and which
    meeting it is and how that stands; of an answer, with which intention help was offered.
    """

    id: int
    kind: NoticeKind
    raised_at: datetime
    seen_at: datetime | None
    topic_id: int | None
    title: str | None
    who: str | None
    by: str | None
    post_id: int | None
    message_id: int | None
    verdict: Verdict | None
    workshop: str | None
    workshop_id: int | None
    is_cancelled: bool
    new: int
    polls: int
    meeting_id: int | None
    meeting_state: MeetingState | None
    intention_id: int | None
    gathering: NamedGathering
    space: NamedSpace

    @property
    def is_unseen(self) -> bool:
        return self.seen_at is None


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first; `older` is where the next page begins, None on the last."""

    shown: list[Shown]
    older: int | None

    @property
    def days(self) -> list[tuple[datetime, list[Shown]]]:
        """They by the UK days on which they were raised, each with a moment of it."""
        grouped = groupby(self.shown, key=lambda each: each.raised_at.astimezone(LONDON).date())
        days = [list(some) for _, some in grouped]
        return [(some[0].raised_at, some) for some in days]


def page_of(actor: Actor, *, before: int | None = None) -> Page:
    """A page of the notices of `actor`, seen ones among them, in one query."""
    found = _all(_before(actor, before=LAST if before is None else before, most=PAGE + 1))
    return Page(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def newest_unseen(actor: Actor, few: int) -> list[Shown]:
    """The newest that `actor` has not seen."""
    return _all(_unseen(actor, most=few))


def one(actor: Actor, notice_id: int) -> Shown | None:
    """The notice, if it is theirs and may still be shown."""
    found = _all(_before(actor, before=notice_id + 1, most=1))
    return found[0] if found and found[0].id == notice_id else None


def unseen_count(actor: Actor) -> int:
    """How many `actor` has not seen, of those that may be shown; `MOST` at most."""
    return int(_count(actor).scalar_one())


def count_of_unseen(actor: Actor) -> sa.ScalarSelect[int]:
    """The same, to stand in a select."""
    unseen = (
        Notice.with_subject(sa.select(Notice.id))
        .where(policy.visible_notices(actor), Notice.seen_at.is_(None))
        .limit(at_most(MOST))
    )
    return sa.select(sa.func.count()).select_from(unseen.subquery()).scalar_subquery()


@policy.prepared
def _count(actor: Actor) -> sa.Select[int]:
    return sa.select(count_of_unseen(actor))


@policy.prepared
def _before(actor: Actor) -> Listing:
    query = _shown(actor).where(Notice.id < sa.bindparam("before", type_=BigId))
    return query.order_by(Notice.id.desc()).limit(sa.bindparam("most", type_=BigId))


@policy.prepared
def _unseen(actor: Actor) -> Listing:
    query = _shown(actor).where(Notice.seen_at.is_(None))
    return query.order_by(Notice.id.desc()).limit(sa.bindparam("most", type_=BigId))


_GATHERING = (Gathering.id, Gathering.kind, Gathering.called, Gathering.cancelled_at)
_SPACE = (Space.id, Space.slug, Space.name, Space.kind)


def _all(found: sa.Result[*tuple[Any, ...]]) -> list[Shown]:
    space, gathering = -len(_SPACE), -len(_SPACE) - len(_GATHERING)
    return [
        Shown._make(
            (
                *row[:gathering],
                NamedGathering._make(row[gathering:space]),
                NamedSpace._make(row[space:]),
            )
        )
        for row in found
    ]


def _shown(actor: Actor) -> Listing:
    read, bringer = sa.func.coalesce(TopicReading.position, 0), aliased(Person)
    columns = (
        Notice.id,
        Notice.kind,
        Notice.raised_at,
        Notice.seen_at,
        Topic.id,
        Topic.title,
        Person.name,
        bringer.name,
        Post.id,
        Message.id,
        Decision.verdict,
        Workshop.title,
        Workshop.id,
        Workshop.cancelled_at.is_not(None),
        sa.func.coalesce(Topic.posts - read, 0),
        sa.func.coalesce(Topic.poll_count, 0),
        Meeting.id,
        Meeting.state,
        _intention(),
        *_GATHERING,
        *_SPACE,
    )
    mine = sa.and_(TopicReading.topic_id == Topic.id, TopicReading.person_id == actor.id)
    return (
        Notice.with_subject(sa.select(*columns).select_from(Notice))
        .outerjoin(Person, Person.id == _who())
        .outerjoin(bringer, bringer.id == _by())
        .outerjoin(TopicReading, mine)
        .where(policy.visible_notices(actor))
    )


def _intention() -> sa.ColumnElement[int | None]:
    offered = sa.select(Offer.intention_id).where(Offer.id == Notice.subject_id).correlate(Notice)
    return sa.case((Notice.is_about(Offer), offered.scalar_subquery()), else_=sa.null())


def _who() -> sa.ColumnElement[int | None]:
    """Who did what the notice is about. A moderator's name stands where their reason stands."""
    return sa.case(
        (Notice.is_about(Post), Post.author_id),
        (Notice.is_about(Message), Message.author_id),
        (Notice.kind == NoticeKind.TOPIC, Topic.author_id),
        (Notice.kind == NoticeKind.INSPECTION, Decision.person_id),
        (Notice.kind == NoticeKind.PLACED, sa.func.nullif(Decision.person_id, Notice.person_id)),
        else_=sa.null(),
    )


def _by() -> sa.ColumnElement[int | None]:
    """By whom they were brought to where they are now; of oneself there is no `who`."""
    return sa.case((Notice.kind == NoticeKind.PLACED, Decision.actor_id), else_=sa.null())
