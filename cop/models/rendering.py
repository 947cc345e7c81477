"""What an earlier renderer has made of somebody's words: found by the number of it that stands beside them."""

from collections.abc import Iterator

import sqlalchemy as sa

from cop.db import session
from cop.markup import RENDERER, Words
from cop.models.messages import Message
from cop.models.outcomes import Outcome
from cop.models.posts import Post
from cop.models.states import EMPTIED, State
from cop.models.summaries import Summary

AT_ONCE = 1_000
"""Rows of a kind in one run: a million are done within a day."""


def outdated_posts() -> Iterator[tuple[int, Words]]:
    """Ids of posts, and their words as they are rendered by now."""
    return _outdated(
        sa.select(Post.id, Post.text)
        .where(Post.renderer < RENDERER, Post.state != State.PURGED)
        .order_by(Post.renderer, Post.id)
    )


def outdated_lines() -> Iterator[tuple[int, Words]]:
    """The same of a room's lines, of which words are kept."""
    kept = (Message.renderer < RENDERER, Message.state.not_in(EMPTIED))
    return _outdated(sa.select(Message.id, Message.text).where(*kept).order_by(Message.renderer, Message.id))


def outdated_summaries() -> Iterator[tuple[int, Words]]:
    """The same of topics' summaries, by the topic's id."""
    written = (Summary.renderer < RENDERER, Summary.text != "")
    return _outdated(sa.select(Summary.topic_id, Summary.text).where(*written).order_by(Summary.topic_id))


def outdated_outcomes() -> Iterator[tuple[int, Words]]:
    """The same of what polls have come to, by the poll's id."""
    query = sa.select(Outcome.poll_id, Outcome.text).where(Outcome.renderer < RENDERER)
    return _outdated(query.order_by(Outcome.poll_id))


def _outdated(query: sa.Select[int, str]) -> Iterator[tuple[int, Words]]:
    """Read at one go, and each rendered when it is asked for: outside of a command, as rendering takes time."""
    rows = session.execute(query.limit(AT_ONCE)).all()
    return ((row_id, Words.again(text)) for row_id, text in rows)
