"""A post and its topic as they stand now, in columns alone: for open pages, which are told of every change."""

from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from cop import policy
from cop.db import BigId
from cop.errors import NotFound
from cop.forum.queries.entries import Entry, Located, with_entry
from cop.forum.queries.stamps import STAMP, Stamp
from cop.models import Post, Space, SpaceKind, State, Topic, TopicState
from cop.models.statements import rows


class News(NamedTuple):
    """How a post stands, how its topic is listed, and in which space."""

    stamp: Stamp
    entry: Entry
    space_id: int
    kind: SpaceKind
    roster: int

    @classmethod
    def of(cls, post: Post) -> "News":
        """Of a post that was read with all that it and its topic's row show."""
        space = post.topic.space
        return cls(Stamp.of(post), Entry.of(post.topic), space.id, space.kind, space.roster)

    def readers(self) -> frozenset[int]:
        """Ids of all who may read it."""
        return policy.known_readers(self.space_id, kind=self.kind, roster=self.roster)

    def is_known(self) -> bool:
        """Whether readers may be told. In a topic that is not open nothing is, but that the topic itself has gone."""
        if not self.stamp.is_known():
            return False
        is_readable = self.stamp.state == State.RELEASED
        return self.entry.state is TopicState.OPEN or (self.stamp.is_opening and not is_readable)


def news_of(post_id: int) -> News:
    """One query, whatever the topic carries. NotFound where there is no such post."""
    found: Any = rows(_news(), {"post_id": post_id}).one_or_none()
    if found is None:
        raise NotFound
    space_id, kind, roster, slug, *shown = found
    stamp, topic = shown[: len(STAMP)], shown[len(STAMP) :]
    return News(Stamp._make(stamp), Entry.read(topic, Located(slug)), space_id, kind, roster)


@cache
def _news() -> sa.Select[*tuple[Any, ...]]:
    """Made once: every reply waits for it."""
    post = (
        sa.select(Space.id, Space.kind, Space.roster, Space.slug, *STAMP)
        .select_from(Post)
        .join(Post.author)
        .outerjoin(Post.organisation)
        .join(Post.topic)
        .join(Topic.space)
        .where(Post.id == sa.bindparam("post_id", type_=BigId))
    )
    return with_entry(post)
