"""What somebody has begun to write in a forum, for themselves alone."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import policy
from cop.db import session
from cop.models import ForumDraft, Post, Sheet, Topic
from cop.policy import Actor

MOST = 40
"""Drafts that are listed, those begun last."""


def draft_on(actor: Actor, sheet: Sheet) -> ForumDraft | None:
    """What the actor has begun to write on `sheet` and not sent, if they may still read what it is for."""
    query = sa.select(ForumDraft).where(ForumDraft.on(sheet), _mine(actor))
    return session.scalars(query).one_or_none()


def drafts_of(actor: Actor) -> list[ForumDraft]:
    """All that the actor has begun and not sent, what was begun last first, with what each is for."""
    query = (
        sa.select(ForumDraft)
        .options(
            joinedload(ForumDraft.space),
            joinedload(ForumDraft.topic).joinedload(Topic.space),
            joinedload(ForumDraft.post).joinedload(Post.topic).joinedload(Topic.space),
        )
        .where(_mine(actor))
        .order_by(ForumDraft.id.desc())
        .limit(MOST)
    )
    return list(session.scalars(query))


def _mine(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(ForumDraft.begun_by(actor.id), policy.visible_forum_drafts(actor))
