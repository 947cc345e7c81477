"""What a message said before."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import policy
from cop.db import session
from cop.models import Message, MessageRevision
from cop.policy import Actor

REVISIONS = 100
"""Past texts that a page shows at most, the newest of them."""


def message_in(actor: Actor, message_id: int) -> sa.Select[Message]:
    """The message `message_id` if `actor` may know of it, with its space and author."""
    whole = (joinedload(Message.space, innerjoin=True), joinedload(Message.author, innerjoin=True))
    return sa.select(Message).options(*whole).where(Message.id == message_id, policy.visible_messages(actor))


def revisions_of(message: Message) -> list[MessageRevision]:
    """What `message` said before, newest first, with who changed it."""
    query = (
        sa.select(MessageRevision)
        .options(joinedload(MessageRevision.editor, innerjoin=True))
        .where(MessageRevision.message_id == message.id)
        .order_by(MessageRevision.number.desc())
        .limit(REVISIONS)
    )
    return list(session.scalars(query))
