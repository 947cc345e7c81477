"""Files of posts, and of posts that are being written, through what an actor may open; and what the clock lets go."""

from collections.abc import Iterable

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.models import Attachment, Export, Post, Space
from cop.models.keeping import Kept, fixed
from cop.models.outlived import ROWS
from cop.policy import Actor

AT_ONCE = 500
"""Files that go in one run of the sweep, and names that are looked up together."""


def attachment_in(actor: Actor, attachment_id: int) -> sa.Select[Attachment]:
    """The file `attachment_id` if `actor` may open it at this moment."""
    return sa.select(Attachment).where(Attachment.id == attachment_id, policy.visible_attachments(actor))


def waiting_files(actor: Actor, space: Space, ids: Iterable[int]) -> list[Attachment]:
    """Those of `ids` that the actor has sent to `space` and posted nowhere yet, in that order."""
    wanted = list(ids)
    if not wanted:
        return []
    query = sa.select(Attachment).where(
        Attachment.id.in_(wanted),
        Attachment.person_id == actor.id,
        Attachment.space_id == space.id,
        Attachment.post_id.is_(None),
        Attachment.withdrawn_at.is_(None),
    )
    return sorted(session.scalars(query), key=lambda each: wanted.index(each.id))


def withdrawn_files(post: Post) -> list[Attachment]:
    """What the author of `post` took out of it, for whoever may read its earlier texts."""
    query = sa.select(Attachment).where(Attachment.post_id == post.id, Attachment.withdrawn_at.is_not(None))
    return list(session.scalars(query.order_by(Attachment.withdrawn_at, Attachment.id)))


def unposted_ids() -> list[int]:
    """Files that nobody has posted in time, at most AT_ONCE."""
    query = sa.select(Attachment.id).where(ROWS[Kept.FILES].older_than(fixed(Kept.FILES)))
    return list(session.scalars(query.order_by(Attachment.id).limit(AT_ONCE)))


def known_names(names: Iterable[str]) -> set[str]:
    """Those of `names` that a row is kept under."""
    wanted = list(names)
    known = (sa.select(each).where(each.in_(wanted)) for each in (Attachment.stored, Export.stored))
    return set(session.scalars(sa.union_all(*known)))
