"""What the members of the space that is read have read of it, been told of it, and said to its posts."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cop import db
from cop.models import Membership, Notice, NoticeKind, Space, Stance, Topic, TopicReading
from cop.models.post_marks import POST_MARKS, written

READ = 30
"""Topics of their space that each of its members has read, to a place of their own; and so many are new to them at most
in each of their spaces.
"""

TOLD = 5
"""Notices that each of them has not seen."""

BATCH = 5_000


@db.command
def have_read(slug: str, *, since: datetime, long: int) -> None:
    """How far they have come in its newest topics and in those of `long` posts; some follow them. What each has read,
    has yet to read and was told does not grow with the forum: they come once a week.
    """
    here = sa.select(Topic.id, Topic.posts).join(Topic.space).where(Space.slug == slug)
    newest = list(db.session.execute(here.order_by(Topic.activity.desc()).limit(READ)).tuples())
    topics = {*newest, *db.session.execute(here.where(Topic.posts >= long)).tuples()}
    members = sa.select(Membership.person_id).join(Membership.space).where(Space.slug == slug)
    people = db.session.scalars(members).all()
    _have_come()
    _tell(people, [topic_id for topic_id, _ in newest[:TOLD]])
    db.session.execute(sa.delete(TopicReading))
    rows = [
        {
            "person_id": person_id,
            "topic_id": topic_id,
            "position": (person_id * 37 + topic_id) % (posts + 1),
            "stance": Stance.FOLLOWED if (person_id + topic_id) % 3 == 0 else None,
            "read_at": since + timedelta(minutes=person_id + topic_id),
        }
        for person_id in people
        for topic_id, posts in sorted(topics)
    ]
    for batch in batches(rows):
        db.session.execute(sa.insert(TopicReading), batch)


def _have_come() -> None:
    """Everybody has joined or last been in their spaces when all but the newest topics were there."""
    latest = sa.select(Topic.activity).where(Topic.space_id == Membership.space_id)
    before = latest.order_by(Topic.activity.desc()).offset(READ).limit(1).scalar_subquery()
    db.session.execute(sa.update(Membership).values(read_activity=sa.func.coalesce(before, 0)))


def _tell(people: Sequence[int], topic_ids: Sequence[int]) -> None:
    """They have not seen that these topics, which they follow, go on. Of what they were told else they know."""
    db.session.execute(sa.delete(Notice))
    rows = [
        {"person_id": person_id, "kind": NoticeKind.FOLLOWED, "subject_id": topic_id}
        for person_id in people
        for topic_id in topic_ids
    ]
    db.session.execute(sa.insert(Notice), rows)


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
