"""The database that both sides read: a cohort of 200 members, and a topic of 60 posts of theirs."""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from cop import create_app, db, schema
from cop.config import Settings
from cop.markup import POST_LIMIT, Words
from cop.models import Organisation, Person, Post, Space, State, Topic, TopicState
from cop.models.states import digest
from tests.bench import prose
from tests.people import World, add_person, begin_sign_in, join, key

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


def prepare(folder: Path) -> Site:
    """Make the database in `folder`; every member is signed in."""
    database, uploads = f"sqlite:///{folder / 'bench.sqlite'}", folder / "var" / "uploads"
    settings = Settings(
        database_url=database, secret_key=SECRET, public_url="http://127.0.0.1:5000", uploads=uploads
    )
    app = create_app(settings, async_mode="threading")
    schema.upgrade(db.session.get_bind())  # type: ignore[arg-type]  # an engine, outside of tests
    world = World.build()
    members = [world.ann, world.bob, *_fill(world.cohort)]
    return Site(
        app=app,
        database=database,
        environment={"COP_DATABASE_URL": database, "COP_SECRET_KEY": SECRET, "COP_UPLOADS": str(uploads)},
        space=world.cohort.slug,
        topic_id=_write(world.cohort, members),
        readers=[_reader(app, member) for member in members[1:] + members[:1]],
    )


@db.command
def _fill(space: Space) -> list[Person]:
    """Further people of the trust, until `space` has its members."""
    trust = db.session.scalars(sa.select(Organisation)).one()
    people = [add_person(f"member-{number}", trust) for number in range(2, MEMBERS)]
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
        author = db.get(Person, members[number % MEMBERS].id)
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


def _reader(app: Flask, person: Person) -> Reader:
    """The cookie of a sign-in, and the CSRF token that its pages carry."""
    token = begin_sign_in(person)
    with app.test_request_context():
        session["_user_id"], session["_fresh"] = token, True
        csrf = generate_csrf()
        value = app.session_interface.get_signing_serializer(app).dumps(dict(session))  # type: ignore[attr-defined]
    return Reader(cookie=f"{app.config['SESSION_COOKIE_NAME']}={value}", csrf=csrf)
