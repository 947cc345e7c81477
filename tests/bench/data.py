"""The database that both sides read: a cohort of 200 members, and a topic of 60 posts of theirs."""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from cop import create_app, db, schema
from cop.config import Settings
from cop.markup import POST_LIMIT, Words
from cop.models import Organisation, Person, Post, SignIn, Space, State, Topic, TopicState
from cop.models.states import digest
from tests.bench import prose
from tests.people import World, add_person, join, key

MEMBERS = 200
POSTS = 60
SECRET = "a-secret-for-figures-and-for-nothing-else"


@dataclass(frozen=True, slots=True)
class Reader:
    """A member with a sign-in: what their browser sends."""

    cookie: str
    csrf: str


@dataclass(frozen=True, slots=True)
class Site:
    """A prepared database, and how to serve it."""

    app: Flask
    database: str
    environment: dict[str, str]
    space: str
    topic_id: int
    readers: list[Reader]


def prepare(folder: Path, *, members: int = MEMBERS, database: str = "") -> Site:
    """Make `database` (by default a file of SQLite in `folder`) with a cohort of so many; every member is signed in."""
    database, uploads = database or f"sqlite:///{folder / 'bench.sqlite'}", folder / "var" / "uploads"
    settings = Settings(
        database_url=database, secret_key=SECRET, public_url="http://127.0.0.1:5000", uploads=uploads
    )
    app = create_app(settings, async_mode="threading")
    schema.upgrade(db.session.get_bind())  # type: ignore[arg-type]  # an engine, outside of tests
    world = World.build()
    people = [world.ann, world.bob, *_fill(world.cohort, members)]
    return Site(
        app=app,
        database=database,
        environment={"COP_DATABASE_URL": database, "COP_SECRET_KEY": SECRET, "COP_UPLOADS": str(uploads)},
        space=world.cohort.slug,
        topic_id=_write(world.cohort, people),
        readers=_readers(app, people[1:] + people[:1]),
    )


@db.command
def _fill(space: Space, members: int) -> list[Person]:
    """Further people of the trust, until `space` has its members."""
    trust = db.session.scalars(sa.select(Organisation)).one()
    people = [add_person(f"member-{number}", trust) for number in range(2, members)]
    for person in people:
        join(person, space)
    return people


@db.command
def _write(space: Space, members: list[Person]) -> int:
    """A topic in which members take turns; returns its id."""
    topic = Topic(
        space=db.get(Space, space.id), author_id=members[0].id, title="Costing a trial", state=TopicState.HELD
    )
    for number in range(POSTS):
        author = db.get(Person, members[number % len(members)].id)
        words = Words.of(prose.post(number), limit=POST_LIMIT)
        post = Post(
            topic=topic,
            author=author,
            organisation_id=author.organisation_id,
            professional_role=author.professional_role,
            is_opening=number == 0,
            state=State.HELD,
            key=key(),
            digest=digest(words.text),
            text=words.text,
            html=words.html,
            renderer=words.renderer,
        )
        db.session.add(post)
        db.session.flush()
        post.release()
    db.session.flush()
    return topic.id


def _readers(app: Flask, people: list[Person]) -> list[Reader]:
    return [_reader(app, token) for token in _begin_sign_ins([person.id for person in people])]


@db.command
def _begin_sign_ins(person_ids: list[int]) -> list[str]:
    """Tokens for the cookies of all of them, in one transaction."""
    return [SignIn.begin(db.get(Person, each), device="bench")[1] for each in person_ids]


def _reader(app: Flask, token: str) -> Reader:
    """The cookie of a sign-in, and the CSRF token that its pages carry."""
    with app.test_request_context():
        session["_user_id"], session["_fresh"] = token, True
        csrf = generate_csrf()
        value = app.session_interface.get_signing_serializer(app).dumps(dict(session))  # type: ignore[attr-defined]
    return Reader(cookie=f"{app.config['SESSION_COOKIE_NAME']}={value}", csrf=csrf)
