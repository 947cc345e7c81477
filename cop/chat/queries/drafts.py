"""What somebody has begun to write in a room, for themselves alone."""

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.models import RoomDraft, Space
from cop.policy import Actor


def draft(actor: Actor, space: Space) -> RoomDraft | None:
    """The actor's own unsent words for `space`, if there are any and they may still read it."""
    mine = (RoomDraft.space_id == space.id, policy.visible_drafts(actor))
    return session.scalars(sa.select(RoomDraft).where(*mine)).one_or_none()
