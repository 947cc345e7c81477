"""Who had a place at the visits and events of the demonstration, who waited, and where people wrote of it after."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from cop import clock
from cop.db import command, session
from cop.demonstration.story import document
from cop.models import Gathering, GatheringPlace, Membership, Post, Space, Topic

THREADS = {"cohort-1": "c1-company-visit", "cohort-2": "c2-company-visit", "cohort-3": "c3-company-visit"}
"""Topics in which people of a cohort wrote what they brought home from their visit."""

GOING = {"cohort-1": 21, "cohort-2": 17, "cohort-3": 16}
FEWEST, MORE = 30, 9
"""People at an event of the network: more at each than at the one before."""

ASKED_BEFORE, EVERY = timedelta(days=40), timedelta(hours=7)
"""When the first signs up before its day, and how long it takes until the next one does."""


@command
def attend() -> None:
    query = sa.select(Gathering, Space.slug).join(Gathering.space).order_by(Gathering.day, Gathering.id)
    for number, (gathering, slug) in enumerate(session.execute(query).all()):
        wrote = _wrote(_thread(slug, gathering))
        who = list(dict.fromkeys([*wrote, *_members(gathering.space_id)]))
        for place in _places(gathering, who[: GOING.get(slug, FEWEST + MORE * number)]):
            place.post_id = wrote.get(place.person_id)
            session.add(place)
            session.flush()  # who waits does so in the order of the ids


def _places(gathering: Gathering, who: Sequence[int]) -> list[GatheringPlace]:
    first = clock.midnight(gathering.day) - ASKED_BEFORE
    most = len(who) if gathering.places is None else gathering.places
    return [
        GatheringPlace(
            gathering_id=gathering.id,
            person_id=person_id,
            asked_at=first + EVERY * number,
            given_at=first + EVERY * number if number < most else None,
        )
        for number, person_id in enumerate(who)
    ]


def _thread(slug: str, gathering: Gathering) -> int | None:
    """The id of the topic about it that the story has told, if there is one: it becomes its thread."""
    if slug not in THREADS:
        return None
    topics = document(f"topics/{slug}")["topic"]
    title = next(each["title"] for each in topics if each["key"] == THREADS[slug])
    topic_id = session.scalars(
        sa.select(Topic.id).where(Topic.space_id == gathering.space_id, Topic.title == title)
    ).one()
    gathering.topic_id = topic_id
    return topic_id


def _wrote(topic_id: int | None) -> dict[int, int]:
    """The first post of each who wrote in the thread: what they brought home."""
    query = sa.select(Post.author_id, sa.func.min(Post.id)).where(Post.topic_id == topic_id)
    return dict(iter(session.execute(query.group_by(Post.author_id))))


def _members(space_id: int) -> Sequence[int]:
    query = sa.select(Membership.person_id).where(Membership.space_id == space_id, Membership.holds())
    return session.scalars(query.order_by(Membership.id)).all()
