"""Ann, Bob and Mallory, where they meet, and short ways to put things there through the models."""

import secrets
from dataclasses import dataclass, field

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from cop import db
from cop.models import (
    Appointment,
    AppointmentRole,
    Membership,
    Message,
    Organisation,
    Person,
    Policy,
    Post,
    ProfessionalRole,
    Role,
    RoleName,
    SignIn,
    Space,
    SpaceKind,
    State,
    Throttle,
    Topic,
    TopicState,
)
from cop.models.appointment_roles import usual_end
from cop.models.states import digest

PASSWORD = "correct-horse-battery"


@dataclass
class World:
    """Two cohorts, a set in the first, the network. Rows are detached: read again what you check."""

    network: Space
    cohort: Space
    other: Space
    set_a: Space
    ann: Person = field(init=False)
    bob: Person = field(init=False)
    mallory: Person = field(init=False)
    staff: Person = field(init=False)

    @classmethod
    def build(cls) -> "World":
        """Put it into the database of this test."""
        return _build()


@db.command
def _build() -> World:
    trust = Organisation(code="T01", name="Invented Trust", region="North West", kind="acute")
    network = Space(slug="network", kind=SpaceKind.NETWORK, name="Network", policy=Policy.OPEN)
    cohort = Space(slug="cohort-1", kind=SpaceKind.COHORT, name="Cohort 1", policy=Policy.OPEN)
    other = Space(slug="cohort-2", kind=SpaceKind.COHORT, name="Cohort 2", policy=Policy.OPEN)
    set_a = Space(slug="cohort-1-set-a", kind=SpaceKind.SET, name="Set A", parent=cohort)
    db.session.add_all([trust, network, cohort, other, set_a])
    db.session.flush()
    world = World(network, cohort, other, set_a)
    world.ann = add_person("ann", trust)
    world.bob = add_person("bob", trust)
    world.mallory = add_person("mallory", trust)
    world.staff = add_person("sam", trust)
    db.session.add(Appointment(person_id=world.staff.id, role=AppointmentRole.STAFF))
    for person in (world.ann, world.bob, world.mallory):
        join(person, network)
    join(world.ann, cohort, RoleName.MEMBER, RoleName.MODERATOR)
    join(world.bob, cohort)
    join(world.mallory, other)
    join(world.ann, set_a, RoleName.MEMBER, RoleName.FACILITATOR)
    join(world.bob, set_a)
    return world


def add_person(name: str, organisation: Organisation | None = None) -> Person:
    """A person in the running command; `name` in lower case is also the key of the address."""
    person = Person(
        email=f"{name}@example.org",
        name=name.capitalize(),
        professional_role=ProfessionalRole.RD_MANAGER,
        organisation_id=organisation.id if organisation else None,
        password_hash="!",
    )
    db.session.add(person)
    db.session.flush()
    return person


def join(person: Person, space: Space, *roles: RoleName) -> Membership:
    """A membership in the running command, as a member unless roles are named."""
    membership = Membership(person_id=person.id, space_id=space.id)
    membership.roles = [Role(name=role) for role in roles or (RoleName.MEMBER,)]
    db.session.add(membership)
    db.session.flush()
    space.turn_roster()
    return membership


def put_group(moderator: Person, *members: Person, **rules: bool) -> Space:
    """A group beside the cohorts in the running command; `rules` are of its forum."""
    group = Space(slug="group", kind=SpaceKind.GROUP, name="A group", **rules)
    db.session.add(group)
    db.session.flush()
    join(moderator, group, RoleName.MEMBER, RoleName.MODERATOR)
    for person in members:
        join(person, group)
    return group


@db.command
def a_group(moderator: Person, *members: Person, **rules: bool) -> Space:
    """The same by itself."""
    return put_group(moderator, *members, **rules)


@db.command
def newcomer(name: str, *spaces: Space) -> Person:
    """Another person, a plain member of `spaces`."""
    person = add_person(name)
    for space in spaces:
        join(person, space)
    return person


@db.command
def newcomer_as(role: RoleName, name: str, space: Space) -> Person:
    """Another person, who holds `role` in a space and no other."""
    person = add_person(name)
    join(person, space, role)
    return person


@db.command
def evict(person: Person, space: Space) -> None:
    """Let a person belong to `space` no longer."""
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    membership.leave()


@db.command
def readmit(person: Person, space: Space) -> None:
    """Let a person who has left belong to `space` again."""
    join(db.get(Person, person.id), space)


@db.command
def appoint(person: Person, role: AppointmentRole) -> None:
    """Let a person be `role` outside any space from now on, for as long as is usual."""
    Appointment.begin(person.id, role, until=usual_end(role))


def a_steward(name: str = "steward", *spaces: Space) -> Person:
    person = newcomer(name, *spaces)
    appoint(person, AppointmentRole.STEWARD)
    return person


@db.command
def take_network_away() -> None:
    """Let there be none: it goes on as a space of another kind."""
    is_network = Space.kind == SpaceKind.NETWORK
    db.session.execute(sa.update(Space).where(is_network).values(kind=SpaceKind.PAIR))


@db.command
def put_set(cohort: Space, slug: str = "cohort-1-set-b") -> Space:
    """Another set of a cohort, with nobody in it."""
    made = Space(slug=slug, kind=SpaceKind.SET, name="Set B", parent_id=cohort.id)
    db.session.add(made)
    return made


@db.command
def set_policy(space: Space, policy: Policy) -> None:
    db.lock(Space, space.id).policy = policy


@db.command
def rest() -> None:
    """Let nobody be too fast: a refusal for that would be a refusal of nothing else."""
    db.session.execute(sa.delete(Throttle))


@db.command
def begin_sign_in(person: Person) -> str:
    """A sign-in's token for the cookie."""
    return SignIn.begin(db.get(Person, person.id), device="test")[1]


def signed_in(app: Flask, person: Person | None) -> FlaskClient:
    """A browser with `person` signed in; `client.post` needs `csrf_token` unless sent through `post`."""
    client = app.test_client()
    if person is not None:
        token = begin_sign_in(person)
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
    return client


def csrf_token(client: FlaskClient) -> str:
    """The token of this browser's pages, made as Flask-WTF makes it."""
    with client.session_transaction() as cookie:
        raw = cookie.setdefault("csrf_token", secrets.token_hex(20))
    secret = client.application.secret_key
    return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw))


def post(client: FlaskClient, path: str, data: dict[str, object] | None = None, **options: object):
    """POST a form as the page would: with the token, and the referrer of this site."""
    form = {"csrf_token": csrf_token(client)} | (data or {})
    return client.post(path, data=form, buffered=True, **options)  # type: ignore[arg-type]


def words(answer: TestResponse) -> str:
    """What an answer says."""
    return answer.get_data(as_text=True)


def key() -> str:
    """A key as a form or a socket makes one."""
    return secrets.token_hex(16)


def put_topic(space: Space, author: Person, title: str) -> Topic:
    """An open topic without posts, in the running command."""
    topic = Topic(title=title, state=TopicState.OPEN, author_id=author.id)
    topic.space = space
    db.session.add(topic)
    db.session.flush()
    return topic


def put_post(topic: Topic, author: Person, words: str, *, held: bool = False) -> Post:
    """A post in the running command, released or held as the model does it."""
    post = Post(author_id=author.id, professional_role=author.professional_role, **_words(words))
    post.topic, post.is_opening = topic, topic.posts == 0
    db.session.add(post)
    db.session.flush()
    if held:
        post.hold()
    else:
        post.release()
    return post


def put_message(space: Space, author: Person, words: str, *, held: bool = False) -> Message:
    """A message in the running command, released or held as the model does it."""
    message = Message(author_id=author.id, **_words(words))
    message.space = space
    if held:
        message.hold()
    else:
        message.release()
    return message


def _words(text: str) -> dict[str, object]:
    html = f"<p>{text}</p>"
    return {
        "state": State.RELEASED,
        "key": key(),
        "digest": digest(text),
        "text": text,
        "html": html,
        "renderer": 1,
    }
