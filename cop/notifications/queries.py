"""A person's notices as they may be shown now: each query goes through `policy.visible_notices` (security.md S23)."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from cop import policy
from cop.clock import LONDON
from cop.db import session
from cop.models import (
    Decision,
    Message,
    Notice,
    NoticeKind,
    Person,
    Post,
    Space,
    Topic,
    TopicReading,
    Verdict,
)
from cop.policy import Actor

PAGE = 20
MOST = 100
"""So many are counted and no more: beyond it a number says nothing."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice with what it is about: where, in which topic, `who` did it, what was decided, and how many posts are new
    in the topic.
    """

    notice: Notice
    space: Space
    topic_id: int | None
    title: str | None
    who: str | None
    post_id: int | None
    message_id: int | None
    verdict: Verdict | None
    new: int

    @property
    def kind(self) -> NoticeKind:
        return self.notice.kind

    @property
    def is_unseen(self) -> bool:
        return self.notice.seen_at is None


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first; `older` is where the next page begins, None on the last."""

    shown: list[Shown]
    older: int | None

    @property
    def days(self) -> list[tuple[datetime, list[Shown]]]:
        """They by the UK days on which they were raised, each with a moment of it."""
        grouped = groupby(self.shown, key=lambda each: each.notice.raised_at.astimezone(LONDON).date())
        days = [list(some) for _, some in grouped]
        return [(some[0].notice.raised_at, some) for some in days]


def page_of(actor: Actor, *, before: int | None = None) -> Page:
    """A page of the notices of `actor`, seen ones among them, in one query."""
    query = _shown(actor).order_by(Notice.id.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(Notice.id < before)
    found = _all(query)
    return Page(found[:PAGE], found[PAGE - 1].notice.id if len(found) > PAGE else None)


def newest_unseen(actor: Actor, few: int) -> list[Shown]:
    """The newest that `actor` has not seen."""
    query = _shown(actor).where(Notice.seen_at.is_(None))
    return _all(query.order_by(Notice.id.desc()).limit(few))


def one(actor: Actor, notice_id: int) -> Shown | None:
    """The notice, if it is theirs and may still be shown."""
    found = _all(_shown(actor).where(Notice.id == notice_id))
    return found[0] if found else None


def unseen_count(actor: Actor) -> int:
    """How many `actor` has not seen, of those that may be shown; `MOST` at most."""
    return session.scalar(sa.select(count_of_unseen(actor))) or 0


def count_of_unseen(actor: Actor) -> sa.ScalarSelect[int]:
    """The same, to stand in a select."""
    unseen = (
        Notice.with_subject(sa.select(Notice.id))
        .where(policy.visible_notices(actor), Notice.seen_at.is_(None))
        .limit(MOST)
    )
    return sa.select(sa.func.count()).select_from(unseen.subquery()).scalar_subquery()


def _all(query: sa.Select[*tuple[Any, ...]]) -> list[Shown]:
    return [Shown(*columns) for columns in session.execute(query)]


def _shown(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    read = sa.func.coalesce(TopicReading.position, 0)
    columns = (
        Notice,
        Space,
        Topic.id,
        Topic.title,
        Person.name,
        Post.id,
        Message.id,
        Decision.verdict,
        sa.func.coalesce(Topic.posts - read, 0),
    )
    mine = sa.and_(TopicReading.topic_id == Topic.id, TopicReading.person_id == actor.id)
    return (
        Notice.with_subject(sa.select(*columns).select_from(Notice))
        .outerjoin(Person, Person.id == _who())
        .outerjoin(TopicReading, mine)
        .where(policy.visible_notices(actor))
    )


def _who() -> sa.ColumnElement[int | None]:
    """Who did what the notice is about. A moderator's name stands where their reason stands."""
    return sa.case(
        (Notice.is_about(Post), Post.author_id),
        (Notice.is_about(Message), Message.author_id),
        (Notice.kind == NoticeKind.TOPIC, Topic.author_id),
        else_=sa.null(),
    )
