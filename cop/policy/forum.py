"""Who reads and writes topics and posts."""

import sqlalchemy as sa

from cop.models import Post, Space, SpaceKind, State, Topic, TopicState
from cop.policy.actors import Actor
from cop.policy.holding import stays_as_released
from cop.policy.spaces import can_read_space, moderated_ids, moderates, readable_ids, writes_in

TO_MODERATORS = (TopicState.HELD, TopicState.HIDDEN, TopicState.DECLINED)
TO_AUTHOR = (TopicState.HELD, TopicState.DECLINED, TopicState.HIDDEN)


def can_read_topic(actor: Actor, topic: Topic) -> bool:
    if not can_read_space(actor, topic.space):
        return False
    if topic.state is TopicState.OPEN:
        return True
    return (topic.author_id == actor.id and topic.state in TO_AUTHOR) or (
        moderates(actor, topic.space) and topic.state in TO_MODERATORS
    )


def visible_topics(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(
        Topic.space_id.in_(readable_ids(actor)),
        sa.or_(
            Topic.state == TopicState.OPEN,
            sa.and_(Topic.author_id == actor.id, Topic.state.in_(TO_AUTHOR)),
            sa.and_(Topic.space_id.in_(moderated_ids(actor)), Topic.state.in_(TO_MODERATORS)),
        ),
    )


def can_read_post(actor: Actor, post: Post) -> bool:
    """Whether the actor may see that this post is there; its words are for `is_readable` or the next line's people."""
    if not can_read_topic(actor, post.topic):
        return False
    if post.is_placed() or moderates(actor, post.topic.space):
        return True
    return post.author_id == actor.id


def visible_posts(actor: Actor) -> sa.ColumnElement[bool]:
    """To be used in a select that joins Post.topic."""
    return sa.and_(
        visible_topics(actor),
        sa.or_(
            Post.released_at.is_not(None),
            Post.author_id == actor.id,
            Topic.space_id.in_(moderated_ids(actor)),
        ),
    )


def can_open_topic(actor: Actor, space: Space) -> bool:
    return writes_in(actor, space) and space.kind is not SpaceKind.DIRECT


def can_reply(actor: Actor, topic: Topic) -> bool:
    if not (writes_in(actor, topic.space) and topic.state is TopicState.OPEN) or topic.is_archived:
        return False
    return not topic.is_locked or moderates(actor, topic.space)


def can_edit_post(actor: Actor, post: Post) -> bool:
    """One's own. Where all is held, what was released stays as it was released."""
    if post.author_id != actor.id or not writes_in(actor, post.topic.space):
        return False
    if post.state is State.HELD:
        return True
    is_open = not (post.topic.is_locked or post.topic.is_archived)
    is_open = is_open and not stays_as_released(actor, post.topic.space)
    return post.state is State.RELEASED and is_open


def can_remove_post(actor: Actor, post: Post) -> bool:
    is_mine = post.author_id == actor.id and can_read_space(actor, post.topic.space)
    return is_mine and post.state in (State.HELD, State.RELEASED, State.DECLINED)


def can_see_post_revisions(actor: Actor, post: Post) -> bool:
    """What it said before: its author, who moderates, and all readers where the space shows it. Of what its author took
    back, or was removed for good, nobody reads anything (S45).
    """
    if post.state in (State.REMOVED, State.PURGED) or not can_read_post(actor, post):
        return False
    return can_see_all_revisions(actor, post) or (post.is_readable() and post.topic.space.shows_revisions)


def can_see_all_revisions(actor: Actor, post: Post) -> bool:
    """Those from before others could read it as well."""
    return post.author_id == actor.id or moderates(actor, post.topic.space)


def can_steer_topic(actor: Actor, topic: Topic) -> bool:
    """Lock and pin it."""
    return moderates(actor, topic.space) and can_read_topic(actor, topic)
