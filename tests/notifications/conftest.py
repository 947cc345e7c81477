"""Short ways to write what concerns somebody, and to see what they are told."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient

from cop import db, live, policy
from cop.chat import commands as chat
from cop.forum import commands as forum
from cop.models import Message, NoticeKind, Person, Post, Space
from cop.notifications import queries
from cop.notifications.commands import notify
from tests import people
from tests.people import World, csrf_token, key

Told = Callable[[Person], list[tuple[str, str | None]]]
Pushed = Callable[[], list[object]]


@pytest.fixture
def start(world: World) -> Callable[..., Post]:
    """Start a topic: `start(bob, "Title", space=…)`, in cohort one unless a space is named."""

    def started(person: Person, title: str = "Costing", *, space: Space | None = None) -> Post:
        place = space or world.cohort
        return forum.open_topic(actor_id=person.id, space_id=place.id, title=title, text="How?", key=key())

    return started


@pytest.fixture
def reply(world: World) -> Callable[..., Post]:
    """Reply: `reply(bob, topic_id)`."""
    return lambda person, topic_id: forum.post_reply(
        actor_id=person.id, topic_id=topic_id, text="Like this.", key=key()
    )


@pytest.fixture
def say(world: World) -> Callable[..., Message]:
    """Say in the room: `say(bob, "@Ann, look")`, in cohort one unless a slug is named."""
    return lambda person, text, slug="cohort-1": chat.send_message(
        actor_id=person.id, slug=slug, text=text, key=key()
    )


@pytest.fixture
def name(world: World) -> Callable[..., list[int]]:
    """Tell people of a post as a mention does: `name(post, ann, bob)`; returns whom it was told."""

    @db.command
    def named(post: Post, *people: Person, kind: NoticeKind = NoticeKind.MENTION) -> list[int]:
        return notify([person.id for person in people], kind, db.get(Post, post.id))

    return named


@pytest.fixture
def told(world: World) -> Told:
    """What a person has not seen, newest first, as (kind, title)."""

    def found(person: Person) -> list[tuple[str, str | None]]:
        actor = policy.load_actor(person.id)
        shown = queries.newest_unseen(actor, 50)
        assert queries.unseen_count(actor) == len(shown), "what is counted is what is shown"
        return [(each.kind.value, each.title) for each in shown]

    return found


evict = people.evict


@pytest.fixture
def listen(app: Flask, client_for: Callable[[Person | None], FlaskClient]) -> Iterator[Callable[..., Pushed]]:
    """Connect an open page: `hear = listen(bob)`; `hear()` are the counts that were pushed since, oldest first."""
    sockets: list[SocketIOTestClient] = []

    def connected(person: Person) -> Pushed:
        client = client_for(person)
        socket = live.server().test_client(app, flask_test_client=client, auth={"csrf": csrf_token(client)})
        sockets.append(socket)
        return lambda: [
            each["args"][0]["notices"]
            for each in socket.get_received()
            if each["name"] == "badge" and "notices" in each["args"][0]
        ]

    yield connected
    for socket in sockets:
        socket.disconnect()
