"""The tags of a space, and how many topics of its list have each."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from cop.db import session
from cop.models import Space, Tag, Topic, TopicTag


class Counted(NamedTuple):
    tag: Tag
    topics: int


def tags_of(space: Space) -> Sequence[Counted]:
    """The list of `space` by name, each with how many topics stand under it."""
    number = (
        sa.select(sa.func.count())
        .select_from(TopicTag)
        .join(Topic, Topic.id == TopicTag.topic_id)
        .where(TopicTag.tag_id == Tag.id, Topic.is_current())
        .correlate(Tag)
        .scalar_subquery()
    )
    query = sa.select(Tag, number).where(Tag.space_id == space.id).order_by(Tag.folded)
    return [Counted(tag, topics) for tag, topics in session.execute(query)]


def topics_with(tag: Tag) -> int:
    """How many topics have it, those in the archive and those that can't be read by all among them."""
    number = sa.select(sa.func.count()).select_from(TopicTag).where(TopicTag.tag_id == tag.id)
    return session.scalar(number) or 0


def tags_in(space: Space) -> Sequence[Tag]:
    """The list of `space` by name, to be chosen from."""
    return session.scalars(sa.select(Tag).where(Tag.space_id == space.id).order_by(Tag.folded)).all()


def tag_in(space: Space, tag_id: int) -> sa.Select[Tag]:
    """The tag `tag_id` if it is in the list of `space`."""
    return sa.select(Tag).where(Tag.id == tag_id, Tag.space_id == space.id)
