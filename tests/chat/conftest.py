"""Short ways to say something in a room, and the sockets of those who listen."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient
from itsdangerous import URLSafeTimedSerializer

from cop import db, live
from cop.chat import commands
from cop.models import Membership, Message, Person, RoleName, Space
from tests import people

Say = Callable[..., Message]


@pytest.fixture
def say(world: people.World) -> Say:
    """`say(bob, "Good morning")` in the cohort's room, or in `space=`; returns the message."""

    def said(
        person: Person, text: str = "Good morning", *, space: Space | None = None, **more: Any
    ) -> Message:
        slug = (space or world.cohort).slug
        return commands.send_message(
            actor_id=person.id, slug=slug, text=text, **({"key": people.key()} | more)
        )

    return said


class Socket:
    """A page of somebody's browser that is connected: `ask` returns the ack, `heard` what was pushed since."""

    def __init__(self, app: Flask, person: Person | None) -> None:
        self.browser = people.signed_in(app, person)
        self.client: SocketIOTestClient = live.server().test_client(
            app, flask_test_client=self.browser, auth={"csrf": self._token()} if person else None
        )

    def _token(self) -> str:
        with self.browser.session_transaction() as cookie:
            cookie.setdefault("csrf_token", "a" * 40)
            secret = cookie["csrf_token"]
        key = self.browser.application.secret_key
        return URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(secret)

    def ask(self, event: str, **payload: Any) -> dict[str, Any]:
        return self.client.emit(event, payload, callback=True)

    def heard(self, *names: str) -> list[dict[str, Any]]:
        """Payloads pushed since the last call, of events `names` (all if none is named)."""
        got = self.client.get_received()
        return [each["args"][0] for each in got if not names or each["name"] in names]


@pytest.fixture
def socket_for(app: Flask, world: people.World) -> Iterator[Callable[[Person | None], Socket]]:
    opened: list[Socket] = []

    def connected(person: Person | None) -> Socket:
        opened.append(Socket(app, person))
        return opened[-1]

    yield connected
    for socket in opened:
        if socket.client.is_connected():
            socket.client.disconnect()


evict = people.evict


@db.command
def let_moderator(verb: str, message: Message) -> None:
    """Do to a message what a moderator's decision does: release (also what was hidden), decline, hide."""
    db.lock(Space, message.space_id)
    getattr(db.lock(Message, message.id), verb)()


@db.command
def take_roles(person: Person, space: Space, *names: RoleName) -> None:
    """Let `person` hold exactly these roles in `space`, as a moderator's change does."""
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    membership.set_roles(set(names))


@db.command
def shut_out(person: Person, space: Space, *, until: datetime | None) -> None:
    """Suspend `person` from `space` until then, or let them in again (None)."""
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    membership.suspend(until)
