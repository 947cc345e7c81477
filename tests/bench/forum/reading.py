"""What the members of the space that is read have read of it, and said to its posts."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cop import db
from cop.models import Membership, Space, Stance, Topic, TopicReading
from cop.models.post_marks import POST_MARKS, written

READ = 30
"""Topics of their space that each of its members has read, to a place of their own."""

BATCH = 5_000


@db.command
def have_read(slug: str, *, since: datetime, long: int) -> None:
    """How far they have come in its newest topics and in those of `long` posts; some follow them. What each has read
    does not grow with the forum: they come once a week.
    """
    here = sa.select(Topic.id, Topic.posts).join(Topic.space).where(Space.slug == slug)
    newest = here.order_by(Topic.activity.desc()).limit(READ)
    topics = {
        *db.session.execute(newest).tuples(),
        *db.session.execute(here.where(Topic.posts >= long)).tuples(),
    }
    members = sa.select(Membership.person_id).join(Membership.space).where(Space.slug == slug)
    db.session.execute(sa.delete(TopicReading))
    rows = [
        {
            "person_id": person_id,
            "topic_id": topic_id,
            "position": (person_id * 37 + topic_id) % (posts + 1),
            "stance": Stance.FOLLOWED if (person_id + topic_id) % 3 == 0 else None,
            "read_at": since + timedelta(minutes=person_id + topic_id),
        }
        for person_id in db.session.scalars(members).all()
        for topic_id, posts in sorted(topics)
    ]
    for batch in batches(rows):
        db.session.execute(sa.insert(TopicReading), batch)


def marked(number: int, people: Sequence[int]) -> str:
    """What others have said of a post: every second has something, from one to three of them."""
    words = list(POST_MARKS)
    said = {
        words[(number + turn) % len(words)]: [people[(number * 3 + turn) % len(people)]]
        for turn in range(1 + number % 3)
    }
    return written(said) if number % 2 else ""


def batches(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
