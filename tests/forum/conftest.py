"""Short ways to write in a forum, through its commands, and to read its pages."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient

from cop import db, live
from cop.forum import commands
from cop.forum.commands.locks import post_under_lock
from cop.models import Membership, Person, Post, RoleName, Space
from tests.people import World, csrf_token, key

Heard = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def start(world: World) -> Callable[..., Post]:
    """Start a topic: `start(bob, "Title", "text", space=…)`, in cohort one unless a space is named."""

    def started(
        person: Person, title: str = "Costing", text: str = "How?", *, space: Space | None = None
    ) -> Post:
        place = space or world.cohort
        return commands.open_topic(actor_id=person.id, space_id=place.id, title=title, text=text, key=key())

    return started


@pytest.fixture
def reply(world: World) -> Callable[..., Post]:
    """Reply: `reply(bob, topic_id, "text")`."""

    def replied(person: Person, topic_id: int, text: str = "Like this.") -> Post:
        return commands.post_reply(actor_id=person.id, topic_id=topic_id, text=text, key=key())

    return replied


@pytest.fixture
def read(client_for: Callable[[Person | None], FlaskClient]) -> Callable[..., str]:
    """A page as a person sees it: `read(bob, "/topics/1")`; another status than 200 must be named."""

    def seen(person: Person, path: str, status: int = 200) -> str:
        answer = client_for(person).get(path, buffered=True)
        text = answer.get_data(as_text=True)
        assert answer.status_code == status, text[:3000]
        return text

    return seen


@pytest.fixture
def set_roles(world: World) -> Callable[..., None]:
    """Let a person hold exactly these roles in a space: `set_roles(bob, world.cohort, RoleName.OBSERVER)`."""

    @db.command
    def changed(person: Person, space: Space, *roles: RoleName) -> None:
        membership = Membership.of(person.id, space.id)
        assert membership is not None
        membership.set_roles(set(roles))

    return changed


@pytest.fixture
def change() -> Callable[..., None]:
    """Do to a post what a moderator does: `change(post, "hide")`."""

    @db.command
    def changed(post: Post, verb: str) -> None:
        getattr(post_under_lock(post.id), verb)()

    return changed


@pytest.fixture
def listen(app: Flask, client_for: Callable[[Person | None], FlaskClient]) -> Iterator[Callable[..., Heard]]:
    """Connect a person's open page: `hear = listen(bob)`; `hear("badge")` is what was pushed since, oldest first."""
    sockets: list[SocketIOTestClient] = []

    def connected(person: Person) -> Heard:
        client = client_for(person)
        token = csrf_token(client)
        sockets.append(live.server().test_client(app, flask_test_client=client, auth={"csrf": token}))
        return partial(_heard, sockets[-1])

    yield connected
    for socket in sockets:
        socket.disconnect()


def _heard(socket: SocketIOTestClient, event: str) -> list[dict[str, Any]]:
    return [each["args"][0] for each in socket.get_received() if each["name"] == event]
