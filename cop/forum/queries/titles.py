"""What topics and posts are called that somebody's words link to, for a reader who may open them."""

from collections.abc import Iterable

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.models import Person, Post, State, Topic, TopicState
from cop.policy import Actor

MOST_TITLES = 100
"""Links of a page that are given their titles."""


def titles(actor: Actor, references: Iterable[str]) -> dict[str, str]:
    """Of references (`topic-7`, `post-9`), as `web.links` writes them, those that the actor may open -> what they are
    called; in one query, and in none where nothing is asked. Others are left out, whether they are there or not.
    """
    asked = sorted(set(references))[:MOST_TITLES]
    topics, posts = (
        [_number(each) for each in asked if each.startswith(kind)] for kind in ("topic-", "post-")
    )
    if not asked:
        return {}
    found = session.execute(_topics(actor, topics).union_all(_posts(actor, posts)))
    return {
        f"post-{post}" if post else f"topic-{topic}": _called(title, name)
        for topic, post, title, name in found
    }


def _number(reference: str) -> int:
    return int(reference.partition("-")[2])


def _called(title: str, author: str | None) -> str:
    return f"{title} ({author}’s post)" if author else title


def _topics(actor: Actor, ids: list[int]) -> sa.Select[int, int | None, str, str | None]:
    nothing = (sa.cast(sa.null(), Topic.id.type), Topic.title, sa.cast(sa.null(), sa.Text))
    return sa.select(Topic.id, *nothing).where(Topic.id.in_(ids), _is_open(actor))


def _posts(actor: Actor, ids: list[int]) -> sa.Select[int, int | None, str, str | None]:
    return (
        sa.select(Topic.id, Post.id, Topic.title, Person.name)
        .join(Post, Post.topic_id == Topic.id)
        .join(Person, Person.id == Post.author_id)
        .where(Post.id.in_(ids), Post.state == State.RELEASED, policy.visible_posts(actor), _is_open(actor))
    )


def _is_open(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(Topic.state == TopicState.OPEN, policy.visible_topics(actor))
