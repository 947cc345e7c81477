"""What stands above the posts of a topic: values that its head is made of, and nothing else."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cop.forum.queries.entries import Byline, Located, Tagged, tags_in_a_row
from cop.models import Person, Summary, Topic, TopicState


class Summarised(NamedTuple):
    text: str
    html: str
    version: int
    edited_at: datetime
    editor: Byline | None

    @classmethod
    def of(cls, summary: Summary | None) -> "Summarised | None":
        if summary is None:
            return None
        editor = summary.editor.name if summary.editor else None
        return cls.read((summary.text, summary.html, summary.version, summary.edited_at, editor))

    @classmethod
    def read(cls, columns: Iterable[Any]) -> "Summarised | None":
        """That of `COLUMNS`; None where nothing is said."""
        text, html, version, edited_at, editor = columns
        return cls(text, html, version, edited_at, Byline(editor) if editor else None) if text else None


class Head(NamedTuple):
    """A topic as its head shows it, its polls apart, under the names that the topic has for all this."""

    id: int
    title: str
    state: TopicState
    is_pinned: bool
    is_locked: bool
    is_archived: bool
    closes_at: datetime | None
    last_day_for_replies: datetime | None
    slowness: str
    answer_id: int | None
    created_at: datetime
    space: Located
    author: Byline
    tags: tuple[Tagged, ...]
    summary: Summarised | None

    @classmethod
    def of(cls, topic: Topic) -> "Head":
        """That of a topic whose starter, tags and summary were read with it."""
        tags = tuple(Tagged(each.id, each.name) for each in topic.tags)
        return cls.read(topic, author=topic.author.name, tags=tags, summary=Summarised.of(topic.summary))

    @classmethod
    def read(
        cls, topic: Topic, *, author: str, tags: tuple[Tagged, ...], summary: Summarised | None
    ) -> "Head":
        """That of a topic whose parts were read apart from it."""
        return cls(
            id=topic.id,
            title=topic.title,
            state=topic.state,
            is_pinned=topic.is_pinned,
            is_locked=topic.is_locked,
            is_archived=topic.is_archived,
            closes_at=topic.closes_at,
            last_day_for_replies=topic.last_day_for_replies,
            slowness=topic.slowness,
            answer_id=topic.answer_id,
            created_at=topic.created_at,
            space=Located(topic.space.slug),
            author=Byline(author),
            tags=tags,
            summary=summary,
        )


_EDITOR = aliased(Person)

COLUMNS = (Summary.text, Summary.html, Summary.version, Summary.edited_at, _EDITOR.name)


def with_head(query: sa.Select[Topic]) -> Any:
    """`query` of topics, with the name of who began one, its tags in a row, and the `COLUMNS` of its summary."""
    return (
        query.add_columns(Person.name, tags_in_a_row(), *COLUMNS)
        .join(Person, Person.id == Topic.author_id)
        .outerjoin(Summary, Summary.topic_id == Topic.id)
        .outerjoin(_EDITOR, _EDITOR.id == Summary.editor_id)
    )
