"""What the polls of topics say in words: what each asks, what can be chosen, and what it has come to."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop.db import session
from cop.markup import plain
from cop.models.polls import Poll, PollOption
from cop.models.topics import Topic

LONGEST = 20_000
"""Characters of an outcome that count: more than any has."""


def words_of_polls(topics: Iterable[Topic]) -> dict[int, list[str]]:
    """By the id of each of `topics` that has polls, what they say in their order: one query for all, and none where no
    topic has any. Who voted, and for what, is no part of it.
    """
    having = [topic.id for topic in topics if topic.poll_count]
    said: dict[int, list[str]] = {}
    for poll in _of(having) if having else ():
        said.setdefault(poll.topic_id, []).append(_words(poll))
    return said


def _of(topic_ids: list[int]) -> Iterable[Poll]:
    query = (
        sa.select(Poll)
        .options(joinedload(Poll.options))
        .where(Poll.topic_id.in_(topic_ids))
        .order_by(Poll.id)
    )
    return session.scalars(query).unique()


def _words(poll: Poll) -> str:
    options = " · ".join(map(_in_full, poll.options))
    outcome = plain(poll.outcome.html, limit=LONGEST) if poll.outcome else ""
    return f"{poll.question} {options} {outcome}".rstrip()


def _in_full(option: PollOption) -> str:
    """Days with the names that people look for: “April”, not “Apr”."""
    day = option.day
    return f"{day:%A} {day.day} {day:%B %Y}" if day else option.words
