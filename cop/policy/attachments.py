"""Who attaches files, and who opens them: whoever may read the words of the post, asked anew each time (S16)."""

import sqlalchemy as sa

from cop.db import session
from cop.models import Attachment, Deciders, Post, Review, Space, SpaceKind, State, Topic
from cop.policy.actors import Actor
from cop.policy.forum import (
    can_edit_post,
    can_read_post,
    can_see_all_revisions,
    can_see_post_revisions,
    visible_posts,
)
from cop.policy.moderation import APPOINTED, visible_reviews
from cop.policy.spaces import can_read_space, moderated_ids, moderates, readable_ids, writes_in

NOT_TO_ALL = (State.HELD, State.DECLINED, State.HIDDEN)
"""Words that are for their author and for who moderates; those that were taken back are for nobody (S45)."""


def can_attach(actor: Actor, space: Space) -> bool:
    return writes_in(actor, space) and space.kind is not SpaceKind.DIRECT


def can_open_attachment(actor: Actor, attachment: Attachment) -> bool:
    post = attachment.post
    if post is None:
        waits = attachment.person_id == actor.id and attachment.withdrawn_at is None
        return waits and can_read_space(actor, attachment.space)
    if attachment.withdrawn_at is not None:
        return can_see_all_revisions(actor, post) and can_see_post_revisions(actor, post)
    return _can_read_words(actor, post) or bool(session.scalar(sa.select(_judged(actor, post.id))))


def visible_attachments(actor: Actor) -> sa.ColumnElement[bool]:
    mine = sa.and_(
        Attachment.post_id.is_(None),
        Attachment.withdrawn_at.is_(None),
        Attachment.person_id == actor.id,
        Attachment.space_id.in_(readable_ids(actor)),
    )
    posts = sa.select(Post.id).join(Post.topic).where(visible_posts(actor))
    shown = sa.or_(
        Attachment.post_id.in_(posts.where(_visible_words(actor))), _judged(actor, Attachment.post_id)
    )
    past = Attachment.post_id.in_(posts.where(Post.state != State.REMOVED, _is_theirs(actor)))
    return sa.or_(mine, sa.case((Attachment.withdrawn_at.is_(None), shown), else_=past))


def can_remove_attachment(actor: Actor, attachment: Attachment) -> bool:
    """One's own: before it is posted, and after that for as long as the post may be edited."""
    if attachment.post is None:
        return can_open_attachment(actor, attachment)
    return attachment.withdrawn_at is None and can_edit_post(actor, attachment.post)


def _can_read_words(actor: Actor, post: Post) -> bool:
    if not can_read_post(actor, post):
        return False
    is_theirs = post.author_id == actor.id or moderates(actor, post.topic.space)
    return post.state is State.RELEASED or (is_theirs and post.state in NOT_TO_ALL)


def _visible_words(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.or_(Post.state == State.RELEASED, sa.and_(Post.state.in_(NOT_TO_ALL), _is_theirs(actor)))


def _is_theirs(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.or_(Post.author_id == actor.id, Topic.space_id.in_(moderated_ids(actor)))


def _judged(actor: Actor, post_id: sa.orm.InstrumentedAttribute[int | None] | int) -> sa.ColumnElement[bool]:
    """Whether what waits for a steward or for staff is about the post: they see that item, with what belongs to it."""
    if not any(actor.has(role) for role in APPOINTED.values()):
        return sa.false()
    escalated = Review.falls_to != Deciders.MODERATORS
    waits = (escalated, Review.decided_at.is_(None), visible_reviews(actor))
    there = sa.exists().where(Post.id == Review.post_id, Post.state != State.REMOVED)
    return sa.exists().where(Review.post_id == post_id, there, *waits)
