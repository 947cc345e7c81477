"""What a person has bookmarked and can read now, and whose reminders are due."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, raiseload

from cop import clock, policy
from cop.db import session
from cop.forum.queries.due import ids_in_turn
from cop.models import Bookmark, Person, Post, Topic
from cop.models.statements import at_most
from cop.models.topics import PAGE
from cop.policy import Actor


@dataclass(frozen=True, slots=True)
class Kept:
    """A page of bookmarks; `reminded` are those whose day has come, on the first page alone. `older` is where the next
    page begins, None where there is none.
    """

    reminded: list[Bookmark]
    bookmarks: list[Bookmark]
    older: int | None


def bookmarks(actor: Actor, *, before: int | None = None) -> Kept:
    """The actor's bookmarks, newest first, from the one before `before` on: of what they can read now, with all that is
    shown of it, in one query; in two on the first page.
    """
    query = _readable(actor).order_by(Bookmark.id.desc()).limit(at_most(PAGE + 1))
    found = list(session.scalars(query.where(Bookmark.id < before) if before else query))
    reminded = [] if before else list(session.scalars(_reminded(actor)))
    return Kept(reminded, found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def _reminded(actor: Actor) -> sa.Select[Bookmark]:
    due = sa.and_(Bookmark.remind_on <= clock.today())
    return (
        _readable(actor)
        .where(due)
        .order_by(Bookmark.remind_on.desc(), Bookmark.id.desc())
        .limit(at_most(PAGE))
    )


def bookmark_in(actor: Actor, post_id: int) -> Bookmark | None:
    """The actor's bookmark of a post, if they can read that."""
    return session.scalars(_readable(actor).where(Bookmark.post_id == post_id)).one_or_none()


def _readable(actor: Actor) -> sa.Select[Bookmark]:
    post = contains_eager(Bookmark.post)
    return (
        sa.select(Bookmark)
        .join(Bookmark.post)
        .join(Post.topic)
        .options(
            post.contains_eager(Post.topic).joinedload(Topic.space, innerjoin=True),
            post.joinedload(Post.author, innerjoin=True).options(raiseload(Person.organisation)),
        )
        .where(policy.visible_bookmarks(actor))
    )


def due_bookmark_ids() -> Iterator[int]:
    """Ids of all bookmarks whose day has come and whose owners were not told."""
    return ids_in_turn(Bookmark.id, Bookmark.remind_on <= clock.today(), Bookmark.reminded_at.is_(None))
