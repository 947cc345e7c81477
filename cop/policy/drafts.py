"""Who reads what was begun to be written in a forum: whoever began it, and nobody else."""

import sqlalchemy as sa

from cop.models import ForumDraft, Post, Topic
from cop.policy.actors import Actor
from cop.policy.forum import can_read_post, can_read_topic, visible_posts, visible_topics
from cop.policy.spaces import can_read_space, readable_ids


def can_read_forum_draft(actor: Actor, draft: ForumDraft) -> bool:
    """One's own, where one may still read what it is for; no moderator reads it."""
    return draft.person_id == actor.id and _reads_sheet(actor, draft)


def _reads_sheet(actor: Actor, draft: ForumDraft) -> bool:
    if draft.post is not None:
        return can_read_post(actor, draft.post)
    if draft.topic is not None:
        return can_read_topic(actor, draft.topic)
    return draft.space is not None and can_read_space(actor, draft.space)


def visible_forum_drafts(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(
        ForumDraft.person_id == actor.id,
        sa.or_(
            ForumDraft.space_id.in_(readable_ids(actor)),
            ForumDraft.topic_id.in_(sa.select(Topic.id).where(visible_topics(actor))),
            ForumDraft.post_id.in_(sa.select(Post.id).join(Post.topic).where(visible_posts(actor))),
        ),
    )
