"""What the tests of moderation share: others of the cohort, a steward, a held post, and the facts that came of it."""

from collections.abc import Callable, Iterator

import pytest

from cop import db, events, reactions
from cop.models import Effect, ListedWord, Membership, Person, Policy, Post, Role, RoleName, Space
from cop.spaces import commands as spaces
from tests.chat.conftest import socket_for
from tests.moderation import things
from tests.people import World, newcomer, set_policy

__all__ = ["socket_for"]


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
def dan(world: World) -> Person:
    """A plain member of the cohort beside Bob."""
    return newcomer("dan", world.cohort)


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


@pytest.fixture
def put(world: World, ann: Person) -> Callable[..., ListedWord]:
    """`put("foo", Effect.WARN)`: Ann lists a word in the cohort, `said` in its place if it is replaced."""

    def listed(phrase: str, effect: Effect, said: str = "") -> ListedWord:
        return spaces.list_word(
            actor_id=ann.id, space_id=world.cohort.id, phrase=phrase, effect=effect, replacement=said
        )

    return listed
