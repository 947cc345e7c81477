"""What the list of a forum says of a topic: values that a row of it is made of, and nothing else."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cop.models import Organisation, Person, Tag, Topic, TopicState, TopicTag
from cop.models.statements import in_a_row
from cop.models.topics import is_locked

BETWEEN, WITHIN = "\x1f", "\x1e"
"""Part tags, and what is said of one: neither can occur in their names."""


class Byline(NamedTuple):
    name: str
    organisation: "Byline | None" = None

    @classmethod
    def of(cls, person: Person) -> "Byline":
        organisation: Organisation | None = person.organisation
        return cls.at(person.name, organisation.name if organisation else None)

    @classmethod
    def at(cls, name: str, organisation: str | None) -> "Byline":
        """Somebody of an organisation, if they have one."""
        return cls(name, cls(organisation) if organisation else None)


class Tagged(NamedTuple):
    id: int
    name: str


class Located(NamedTuple):
    slug: str


class Entry(NamedTuple):
    """A topic as its row shows it, under the names that the topic has for all this."""

    id: int
    title: str
    state: TopicState
    is_pinned: bool
    is_locked: bool
    is_archived: bool
    answer_id: int | None
    posts: int
    layout: int
    created_at: datetime
    last_posted_at: datetime | None
    author: Byline
    last_author: Byline | None
    tags: tuple[Tagged, ...]
    space: Located

    @classmethod
    def of(cls, topic: Topic) -> "Entry":
        return cls(
            id=topic.id,
            title=topic.title,
            state=topic.state,
            is_pinned=topic.is_pinned,
            is_locked=topic.is_locked,
            is_archived=topic.is_archived,
            answer_id=topic.answer_id,
            posts=topic.posts,
            layout=topic.layout,
            created_at=topic.created_at,
            last_posted_at=topic.last_posted_at,
            author=Byline.of(topic.author),
            last_author=Byline.of(topic.last_author) if topic.last_author else None,
            tags=tuple(Tagged(each.id, each.name) for each in topic.tags),
            space=Located(topic.space.slug),
        )

    @classmethod
    def read(cls, columns: Iterable[Any], space: Located) -> "Entry":
        """That of a topic of `space` that was read as the columns that `with_entry` adds."""
        topic_id, title, state, is_pinned, locked_at, closes_at, archived_at, *others = columns
        answer_id, posts, layout, created_at, last_posted_at, *names, tags = others
        author, organisation, last_author, last_organisation = names
        return cls(
            id=topic_id,
            title=title,
            state=state,
            is_pinned=is_pinned,
            is_locked=is_locked(locked_at, closes_at),
            is_archived=archived_at is not None,
            answer_id=answer_id,
            posts=posts,
            layout=layout,
            created_at=created_at,
            last_posted_at=last_posted_at,
            author=Byline.at(author, organisation),
            last_author=Byline.at(last_author, last_organisation) if last_author else None,
            tags=tags_read(tags),
            space=space,
        )


_OWN = (
    Topic.id,
    Topic.title,
    Topic.state,
    Topic.is_pinned,
    Topic.locked_at,
    Topic.closes_at,
    Topic.archived_at,
    Topic.answer_id,
    Topic.posts,
    Topic.layout,
    Topic.created_at,
    Topic.last_posted_at,
)
_AUTHOR, _ORGANISATION = aliased(Person), aliased(Organisation)
_LAST, _LAST_ORGANISATION = aliased(Person), aliased(Organisation)


def with_entry(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    """`query` of topics, with all that their rows show."""
    return (
        query.add_columns(
            *_OWN, _AUTHOR.name, _ORGANISATION.name, _LAST.name, _LAST_ORGANISATION.name, tags_in_a_row()
        )
        .join(_AUTHOR, _AUTHOR.id == Topic.author_id)
        .outerjoin(_ORGANISATION, _ORGANISATION.id == _AUTHOR.organisation_id)
        .outerjoin(_LAST, _LAST.id == Topic.last_author_id)
        .outerjoin(_LAST_ORGANISATION, _LAST_ORGANISATION.id == _LAST.organisation_id)
    )


def tags_in_a_row() -> sa.ScalarSelect[str]:
    """The tags of a topic as one word, for `tags_read`."""
    tag = Tag.folded + sa.literal(WITHIN) + sa.cast(Tag.id, sa.Text) + sa.literal(WITHIN) + Tag.name
    return (
        sa.select(in_a_row(tag, BETWEEN))
        .join(TopicTag, TopicTag.tag_id == Tag.id)
        .where(TopicTag.topic_id == Topic.id)
        .correlate(Topic)
        .scalar_subquery()
    )


def tags_read(row: str | None) -> tuple[Tagged, ...]:
    """The tags that were read in a row, in order: not every database aggregates them in one."""
    words = sorted(each.split(WITHIN) for each in (row or "").split(BETWEEN) if each)
    return tuple(Tagged(int(tag_id), name) for _, tag_id, name in words)
