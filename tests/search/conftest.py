"""Short ways to write something that can be found, and to ask for it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.db import session
from cop.forum import commands as forum
from cop.forum.commands.locks import post_under_lock
from cop.models import Person, Post, SearchEntry, Space
from cop.search import queries, tasks
from cop.search.queries import Finding, Question, Result
from tests.people import World, key

Ask = Callable[..., list[Result]]


@pytest.fixture
def start(world: World) -> Callable[..., Post]:
    """`start(bob, "Title", "text", space=…)` opens a topic, in cohort one unless a space is named."""

    def started(
        person: Person, title: str = "Costing", text: str = "How?", space: Space | None = None
    ) -> Post:
        place = space or world.cohort
        return forum.open_topic(actor_id=person.id, space_id=place.id, title=title, text=text, key=key())

    return started


@pytest.fixture
def reply(world: World) -> Callable[..., Post]:
    """`reply(bob, topic_id, "text")`."""
    return lambda person, topic_id, text: forum.post_reply(
        actor_id=person.id, topic_id=topic_id, text=text, key=key()
    )


@pytest.fixture
def change() -> Callable[..., None]:
    """Do to a post what a moderator does: `change(post, "hide")`."""

    @db.command
    def changed(post: Post, verb: str) -> None:
        getattr(post_under_lock(post.id), verb)()

    return changed


def caught_up() -> None:
    """A minute later the job has run."""
    with clock.at(clock.now() + timedelta(minutes=1)):
        tasks.catch_up.body()


def found(person: Person, text: str, **narrowed: Any) -> Finding:
    session.expire_all()
    return queries.find(policy.load_actor(person.id), Question(text, **narrowed))


def asked(person: Person, text: str, **narrowed: Any) -> list[Result]:
    """What a person finds, as it is shown."""
    written, people = queries.results(found(person, text, **narrowed), kind=narrowed.get("kind", ""))
    return [*people, *written]


def ids(person: Person, text: str, **narrowed: Any) -> set[tuple[str, int]]:
    """("post", 1) and so on, of all that a person finds."""
    finding = found(person, text, **narrowed)
    entries = sa.select(SearchEntry).where(SearchEntry.id.in_([*finding.written, *finding.people]))
    return {
        (entry.kind.value, thing_id)
        for entry in session.scalars(entries)
        for thing_id in (entry.post_id, entry.message_id, entry.person_id)
        if thing_id is not None
    }


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    yield
    session.remove()
