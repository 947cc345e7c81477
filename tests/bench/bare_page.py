"""The bare minimum of a topic page: whose cookie it is, and the same rows through the ORM and Jinja; no permission.

It fills its page up to BENCH_BYTES, so that both send about the same amount.
"""

import hashlib
import os
from datetime import datetime

import sqlalchemy as sa
from flask import Flask, abort, session
from gevent import sleep
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship

FILLING = '<li><a class="cop-rail__link" href="/spaces/cohort-1">A line of the navigation</a></li>\n'
PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{{ topic.title }}</title></head>
<body><nav><ul>{{ filling | safe }}</ul></nav>
<main><h1>{{ topic.title }}</h1>
{% for post in posts %}
<article class="cop-post" id="post-{{ post.id }}" data-author="{{ post.author_id }}">
  <header class="cop-post__head"><h3><a href="/people/{{ post.author.id }}">{{ post.author.name }}</a></h3>
    <a href="#post-{{ post.id }}"><time datetime="{{ post.released_at.isoformat() }}">{{ post.released_at }}</time></a>
  </header>
  <div class="cop-post__body cop-prose">{{ post.html | safe }}</div>
  <footer class="cop-post__foot"><a href="/posts/{{ post.id }}/quote">Quote</a></footer>
</article>
{% endfor %}
</main></body></html>
"""


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class SignIn(Base):
    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    person: Mapped[Author] = relationship()


class Topic(Base):
    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


class Post(Base):
    __tablename__ = "post"

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    position: Mapped[int]
    html: Mapped[str]
    released_at: Mapped[datetime]

    author: Mapped[Author] = relationship()


app = Flask(__name__)
app.config.update(SECRET_KEY=os.environ["COP_SECRET_KEY"], SESSION_COOKIE_NAME="cop")
engine = sa.create_engine(os.environ["BENCH_DATABASE"])
template = app.jinja_env.from_string(PAGE)
size = int(os.environ["BENCH_BYTES"])


@app.get("/topics/<int:topic_id>")
def topic(topic_id: int) -> str:
    """Page 1 of the topic for whoever is signed in, in three queries."""
    sleep(0)  # SQLite never yields: the product gives way once per request too
    with Session(engine) as rows:
        if _reader(rows) is None:
            abort(401)
        found = rows.get_one(Topic, topic_id)
        posts = rows.scalars(
            sa.select(Post)
            .options(joinedload(Post.author, innerjoin=True))
            .where(Post.topic_id == topic_id, Post.position.between(1, 20))
            .order_by(Post.position)
        ).all()
        return _filled(topic=found, posts=posts)


def _reader(rows: Session) -> Author | None:
    """Who has the sign-in of the cookie."""
    token = hashlib.sha256(session.get("_user_id", "").encode()).hexdigest()
    found = rows.scalars(
        sa.select(SignIn).options(joinedload(SignIn.person, innerjoin=True)).where(SignIn.token_hash == token)
    ).one_or_none()
    return found and found.person


def _filled(**rows: object) -> str:
    """The page; the first one decides how much filling all of them carry."""
    if "FILLING" not in app.config:
        missing = size - len(template.render(filling="", **rows).encode())
        app.config["FILLING"] = FILLING * (missing // len(FILLING))
    return template.render(filling=app.config["FILLING"], **rows)
