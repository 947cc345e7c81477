"""Lines of a room that a topic is to be begun from."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import policy, quoting
from cop.clock import LONDON
from cop.db import session
from cop.models import Message, Space, State
from cop.policy import Actor

MOST_LINES = 50
"""How many a topic can be begun from."""


def quotable_lines(actor: Actor, space: Space, message_ids: Collection[int]) -> list[Message]:
    """Those of `message_ids` that were said in `space` and that all of it, `actor` included, can read, in order."""
    if not message_ids:
        return []
    query = (
        sa.select(Message)
        .options(joinedload(Message.author, innerjoin=True))
        .where(Message.id.in_(message_ids), Message.space_id == space.id, policy.visible_messages(actor))
        .where(Message.state == State.RELEASED)
        .order_by(Message.seq)
        .limit(MOST_LINES)
    )
    return list(session.scalars(query))


def quoted(lines: Collection[Message]) -> str:
    """The words of `lines` as quotations with author and UK time, to be written below."""
    return "".join(quoting.quote(line.text, name=line.author.name, when=_when(line)) for line in lines)


def _when(line: Message) -> str:
    moment = (line.released_at or line.created_at).astimezone(LONDON)
    return f"{moment.day} {moment:%b, %H:%M}"
