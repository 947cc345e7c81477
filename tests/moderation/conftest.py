"""What the tests of moderation share: another moderator, a steward, a held post, and the facts that came of it."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient
from itsdangerous import URLSafeTimedSerializer

from cop import db, events, live, reactions
from cop.models import Membership, Person, Policy, Post, Role, RoleName, Space
from tests import people
from tests.moderation import things
from tests.people import World, newcomer, set_policy


@db.command
def let_moderate(person: Person, space: Space) -> None:
    membership = Membership.of(person.id, space.id) or Membership(person_id=person.id, space_id=space.id)
    membership.roles.append(Role(name=RoleName.MODERATOR))
    db.session.add(membership)


@pytest.fixture
def held(world: World) -> Post:
    """Bob's first topic in the cohort, where first posts are held."""
    set_policy(world.cohort, Policy.FIRST_HELD)
    return things.held_topic(world.bob, world.cohort)


@pytest.fixture
def carol(world: World) -> Person:
    """Who moderates the cohort beside Ann."""
    person = newcomer("carol", world.cohort)
    let_moderate(person, world.cohort)
    return person


@pytest.fixture
def elsewhere(world: World) -> Person:
    """Mallory as moderator of cohort two, and of nothing else."""
    let_moderate(world.mallory, world.other)
    return world.mallory


@pytest.fixture
def steward(world: World) -> Person:
    """A participant who looks after the network; a member of no space."""
    person = newcomer("stella")
    things.appoint(person)
    return person


@pytest.fixture
def facts(world: World) -> Iterator[list[events.Fact]]:
    """What has happened since, as it is told to AFTER."""
    happened: list[events.Fact] = []
    kinds = events.Fact.__subclasses__()
    db.react(within=reactions.WITH, after={kind: [happened.append] for kind in kinds})
    yield happened
    db.react(within=reactions.WITH, after=reactions.AFTER)


class Socket:
    """A connected page of somebody's."""

    def __init__(self, app: Flask, person: Person) -> None:
        browser = people.signed_in(app, person)
        with browser.session_transaction() as cookie:
            cookie["csrf_token"] = "a" * 40
        token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("a" * 40)
        self.client: SocketIOTestClient = live.server().test_client(
            app, flask_test_client=browser, auth={"csrf": token}
        )

    def heard(self, name: str) -> list[dict]:
        """Payloads of `name` since the last call."""
        return [each["args"][0] for each in self.client.get_received() if each["name"] == name]


@pytest.fixture
def socket_for(app: Flask, world: World) -> Iterator[Callable[[Person], Socket]]:
    opened: list[Socket] = []

    def connected(person: Person) -> Socket:
        opened.append(Socket(app, person))
        return opened[-1]

    yield connected
    for socket in opened:
        socket.client.disconnect()
