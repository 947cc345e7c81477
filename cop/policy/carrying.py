"""What a post may carry, and for whom: reactions, calls to everybody, bookmarks.

A reaction adds to a topic, so it follows a reply: where one may not reply, one does not react. What one has said may
always be taken back by who still reads it.
"""

from collections.abc import Collection

import sqlalchemy as sa

from cop.models import Bookmark, Post, RoleName, Space, State
from cop.models.mentions import EVERYONE, Named
from cop.policy.actors import Actor
from cop.policy.forum import can_read_post, can_reply, visible_posts

CALLERS = (RoleName.FACILITATOR, RoleName.MODERATOR)


def can_read_words(actor: Actor, post: Post) -> bool:
    """Whether all who read the space may read what it says, the actor among them."""
    return post.is_readable() and can_read_post(actor, post)


def can_react(actor: Actor, post: Post) -> bool:
    """To what somebody else wrote."""
    return post.author_id != actor.id and can_read_words(actor, post) and can_reply(actor, post.topic)


def can_bookmark(actor: Actor, post: Post) -> bool:
    return can_read_words(actor, post)


def can_read_bookmark(actor: Actor, bookmark: Bookmark) -> bool:
    """One's own, while what it is of can be read."""
    return bookmark.person_id == actor.id and can_read_words(actor, bookmark.post)


def visible_bookmarks(actor: Actor) -> sa.ColumnElement[bool]:
    """To be used in a select that joins Bookmark.post and Post.topic."""
    return sa.and_(Bookmark.person_id == actor.id, Post.state == State.RELEASED, visible_posts(actor))


def can_call_everyone(actor: Actor, space: Space) -> bool:
    return not actor.roles_in(space.id).isdisjoint(CALLERS)


def groups_called_by(actor: Actor, space: Space) -> Collection[Named]:
    """What the actor may call there with an "@" beside people."""
    return (EVERYONE,) if can_call_everyone(actor, space) else ()
