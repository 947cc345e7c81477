"""The posts of one page of a topic, and one post by itself, through what an actor may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, defer, joinedload, raiseload

from cop import policy
from cop.db import BigId, session
from cop.models import Decision, Person, Post, State, Topic, Verdict
from cop.models.attachments import load_onto
from cop.models.topics import PAGE
from cop.policy import Actor

KNOWN = (State.RELEASED, State.HIDDEN, State.REMOVED, State.PURGED)
"""States in which all readers know of a post that has a place. One whose release was undone waits like any other."""

WAITING = 50
"""Waiting posts that a page shows at most; a moderator finds the others in the queue."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A post and, where it was declined, the moderator's reason."""

    post: Post
    reason: str = ""


def posts_on(actor: Actor, topic: Topic, page: int, *, among: Collection[int] | None = None) -> list[Shown]:
    """Page `page` (from 1) of `topic`, authors with it, in one query whatever its length, and one more where
    any of its posts has files; `among` asks for these of its posts alone.

    The last page carries what waits as well: the actor's own held and declined posts, all held ones for who moderates.
    """
    here = placed_on((page - 1) * PAGE + 1, page * PAGE)
    if page == topic.last_page:
        here = sa.or_(here, _waiting(actor, topic))
    query = (
        sa.select(Post, _reason())
        .options(*_for_a_page())
        .where(Post.topic_id == topic.id, here)
        .order_by(Post.position.is_(None), Post.position, Post.id)
        .limit(PAGE + WAITING)
    )
    if among is not None:
        query = query.where(Post.id.in_(among))
    shown = [Shown(post, reason or "") for post, reason in session.execute(query)]
    load_onto(each.post for each in shown)
    return shown


def placed_among(topic: Topic, post_ids: Collection[int]) -> Sequence[int]:
    """Those of `post_ids` that have a place in `topic`, in order."""
    query = sa.select(Post.id).where(Post.id.in_(post_ids), Post.topic_id == topic.id)
    return session.scalars(query.where(Post.position.is_not(None)).order_by(Post.position)).all()


def _waiting(actor: Actor, topic: Topic) -> sa.ColumnElement[bool]:
    mine = mine_here(actor)
    return sa.or_(mine, held_here()) if policy.moderates(actor, topic.space) else mine


def placed_on(first: Any, last: Any) -> sa.ColumnElement[bool]:
    """Posts with a place from `first` to `last`, of which all readers know."""
    return sa.and_(Post.position.between(first, last), Post.state.in_(KNOWN))


def mine_here(actor: Actor) -> sa.ColumnElement[bool]:
    """Posts of the actor's own that wait or were declined."""
    return sa.and_(Post.author_id == actor.id, Post.state.in_((State.HELD, State.DECLINED)))


def held_here() -> sa.ColumnElement[bool]:
    """Posts that wait, and a declined one that would have opened the topic: for who moderates the space."""
    return sa.or_(Post.state == State.HELD, sa.and_(Post.is_opening, Post.state == State.DECLINED))


def _reason() -> sa.ScalarSelect[str]:
    """Why a declined post was declined; nothing for any other."""
    return (
        sa.select(Decision.reason)
        .where(Decision.post_id == Post.id, Decision.verdict == Verdict.DECLINE, Post.state == State.DECLINED)
        .order_by(Decision.id.desc())
        .limit(1)
        .correlate(Post)
        .scalar_subquery()
    )


def _for_a_page() -> list[sa.orm.interfaces.ORMOption]:
    """What a post is shown with: its author and where they were when they wrote, not its source or its past."""
    return [
        joinedload(Post.author, innerjoin=True).options(raiseload(Person.organisation)),
        joinedload(Post.organisation),
        raiseload(Post.revisions),
        defer(Post.text, raiseload=True),
    ]


def post_shown(post_id: int) -> Shown:
    """One post as a page shows it, and all that its topic's row shows, read anew; for whom is the caller's to know."""
    [shown] = posts_shown([post_id])
    return shown


def posts_shown(post_ids: Collection[int]) -> list[Shown]:
    """The same of several, in the order of their ids."""
    found = session.execute(_shown(), {"post_ids": list(post_ids)}).unique()
    shown = [Shown(post, reason or "") for post, reason in found]
    load_onto(each.post for each in shown)
    return shown


@cache
def _shown() -> sa.Select[Post, str]:
    """Made once, for what is not told from the row that its command has left."""
    topic = contains_eager(Post.topic)
    row = [topic.joinedload(each) for each in (Topic.space, Topic.author, Topic.last_author, Topic.tags)]
    return (
        sa.select(Post, _reason())
        .join(Post.topic)
        .options(*row, joinedload(Post.author, innerjoin=True), joinedload(Post.organisation))
        .where(Post.id.in_(sa.bindparam("post_ids", expanding=True, type_=BigId)))
        .order_by(Post.id)
        .execution_options(populate_existing=True)
    )


def post_in(actor: Actor, post_id: int) -> sa.Select[Post]:
    """The post `post_id` if `actor` may know of it, with its topic, space and author."""
    return (
        sa.select(Post)
        .join(Post.topic)
        .options(
            contains_eager(Post.topic).joinedload(Topic.space),
            joinedload(Post.author, innerjoin=True),
            joinedload(Post.organisation),
        )
        .where(Post.id == post_id, policy.visible_posts(actor))
    )


def text_to_quote(actor: Actor, post_id: int, *, space_id: int) -> sa.Select[Post]:
    """The post `post_id` if its words may be quoted in that space: readable by all of it, and written there."""
    return post_in(actor, post_id).where(Post.state == State.RELEASED, Topic.space_id == space_id)
