"""What a text refers to in a forum: whom it names, and which posts it quotes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from cop.models import quotations
from cop.models.mentions import EVERYONE
from cop.models.states import State
from cop.models.topics import TopicState


class Quoted(NamedTuple):
    """A post that another one quotes: readers know of it, and read it now if `is_shown`."""

    id: int
    name: str
    author_id: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class References:
    """Whom a text names and what it quotes, where it stands or would stand."""

    whole_html: str
    named: tuple[int, ...]
    quoted: tuple[Quoted, ...]

    @property
    def names_everyone(self) -> bool:
        return EVERYONE[0] in self.named

    @property
    def people(self) -> list[int]:
        """Ids of the people whom it names one by one."""
        return [each for each in self.named if each != EVERYONE[0]]

    @property
    def lost(self) -> list[int]:
        return [each.id for each in self.quoted if not each.is_shown]

    @property
    def html(self) -> str:
        """As it is stored and shown: without what it quotes of posts that can't be read."""
        return quotations.without(self.whole_html, self.lost)


def is_shown(post: Any, topic: Any, *, space_id: Any, topic_id: Any) -> sa.ColumnElement[bool]:
    """The condition that a quoted `post` of `topic` can be read in the topic `topic_id` of a space by all."""
    is_open = sa.or_(topic.state == TopicState.OPEN, topic.id == topic_id)
    return sa.and_(post.state == State.RELEASED, is_open, topic.space_id == space_id)


def ids_in(words: str) -> list[int]:
    """Ids as a column keeps them beside a text: numbers with a space between them."""
    return [int(word) for word in words.split()]


def words_of(ids: Iterable[int]) -> str:
    """The same the other way round."""
    return " ".join(map(str, ids))
