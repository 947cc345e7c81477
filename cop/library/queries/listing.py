"""What stands in the library, narrowed down by level, tag and words; and what waits for who keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cop import policy
from cop.db import session
from cop.models import AgendaLevel, Resource, ResourceState, ResourceTag, Topic, TopicState
from cop.policy import Actor

PAGE, MOST_TAGS, MOST_WORDS = 25, 60, 5


@dataclass(frozen=True, slots=True)
class Filters:
    """The empty ones do nothing."""

    level: AgendaLevel | None = None
    tag: str = ""
    words: str = ""

    def condition(self) -> sa.ColumnElement[bool]:
        wanted: list[sa.ColumnElement[bool]] = [Resource.state == ResourceState.PUBLISHED]
        if self.level is not None:
            wanted.append(Resource.level == self.level)
        if self.tag:
            tagged = sa.select(ResourceTag.resource_id).where(ResourceTag.folded == self.tag.casefold())
            wanted.append(Resource.id.in_(tagged))
        for word in self.words.split()[:MOST_WORDS]:
            here = (Resource.title, Resource.text)
            wanted.append(sa.or_(*(each.icontains(word, autoescape=True) for each in here)))
        return sa.and_(*wanted)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, and how much there is in all."""

    rows: Sequence[Resource]
    total: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))


def resources(actor: Actor, filters: Filters, *, page: int = 1) -> Found:
    """What is published, by title."""
    wanted = sa.and_(policy.visible_resources(actor), filters.condition())
    total = session.scalar(sa.select(sa.func.count(Resource.id)).where(wanted)) or 0
    query = (
        sa.select(Resource)
        .options(selectinload(Resource.tags))
        .where(wanted)
        .order_by(sa.func.lower(Resource.title), Resource.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return Found(session.scalars(query).all(), total)


def waiting(actor: Actor) -> Sequence[Resource]:
    """What is suggested: all of it for who keeps the library, one's own, declined ones too, for others."""
    shown = [ResourceState.SUGGESTED]
    if not policy.can_keep_library(actor):
        shown.append(ResourceState.DECLINED)
    query = sa.select(Resource).options(joinedload(Resource.person)).where(policy.visible_resources(actor))
    return session.scalars(query.where(Resource.state.in_(shown)).order_by(Resource.id)).all()


def tags(actor: Actor) -> list[str]:
    """The tags of what is published, in their order."""
    published = (Resource.state == ResourceState.PUBLISHED, policy.visible_resources(actor))
    query = (
        sa.select(sa.func.min(ResourceTag.name))
        .join(Resource, Resource.id == ResourceTag.resource_id)
        .where(*published)
        .group_by(ResourceTag.folded)
        .order_by(ResourceTag.folded)
        .limit(MOST_TAGS)
    )
    return list(session.scalars(query))


def by_id(actor: Actor, resource_id: int) -> sa.Select[Resource]:
    options = (selectinload(Resource.tags), joinedload(Resource.person))
    query = sa.select(Resource).options(*options)
    return query.where(Resource.id == resource_id, policy.visible_resources(actor))


def discussion(actor: Actor, resource: Resource) -> Topic | None:
    """The topic in which it is discussed, where `actor` may read that now; of one that was merged, where it went."""
    if resource.topic is None:
        return None
    leads_to = resource.topic.merged_into_id or resource.topic.id
    query = sa.select(Topic).join(Topic.space).where(Topic.id == leads_to, policy.visible_topics(actor))
    return session.scalars(query.where(Topic.state == TopicState.OPEN)).one_or_none()
