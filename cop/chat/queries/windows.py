"""Stretches of a room's log: its newest page, one before or from a line, one with a line in its middle."""

from dataclasses import dataclass

import sqlalchemy as sa

from cop import policy
from cop.chat.queries import lines
from cop.db import session
from cop.errors import NotFound
from cop.models import Message, Space, State
from cop.policy import Actor

KEPT = Message.state != State.EXPIRED
"""What the room no longer keeps stands in no stretch of it."""


@dataclass(frozen=True, slots=True)
class Window:
    """Lines that stand together in the log, in order; `is_newest` if none comes after them."""

    lines: list[Message]
    is_newest: bool

    @property
    def first(self) -> int:
        """The seq of its first line; 0 if it has none."""
        return (self.lines[0].seq or 0) if self.lines else 0

    @property
    def last(self) -> int:
        return (self.lines[-1].seq or 0) if self.lines else 0

    def unread_above(self, space: Space, *, read_seq: int) -> int:
        """How many lines after `read_seq`, the last that somebody has read, stand before it."""
        if self.first <= read_seq + 1:
            return 0
        between = (Message.space_id == space.id, Message.seq > read_seq, Message.seq < self.first, KEPT)
        return session.scalar(sa.select(sa.func.count()).where(*between)) or 0


def newest(space: Space) -> Window:
    return Window(lines.latest(space), is_newest=True)


def before(space: Space, seq: int) -> Window:
    """The page that ends before `seq`; beyond what was said it is the newest."""
    return newest(space) if seq > space.said else Window(lines.older(space, before=seq), is_newest=False)


def beginning(space: Space, seq: int) -> Window:
    """The page that begins with the line `seq`; beyond what was said it is the newest."""
    if seq > space.said:
        return newest(space)
    found = lines.onwards(space, seq=seq, most=lines.PAGE + 1)
    return Window(found[: lines.PAGE], is_newest=len(found) <= lines.PAGE)


def around(space: Space, seq: int) -> Window:
    """The line `seq` in its place: half a page before it, and half a page from it on."""
    half = lines.PAGE // 2
    near = lines.between(space, seq - half, seq + half - 1)
    return Window(near, is_newest=seq + half > space.said)


def address(actor: Actor, message_id: int) -> tuple[Space, int | None]:
    """In which room and at which seq the message stands, for who may know of it there: None while it waits, which
    its author alone is shown. NotFound otherwise.
    """
    is_shown = sa.or_(Message.seq.is_not(None), Message.author_id == actor.id)
    query = (
        sa.select(Space, Message.seq)
        .join(Message.space)
        .where(Message.id == message_id, policy.visible_messages(actor), is_shown, KEPT)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def is_in_newest(space: Space, seq: int | None) -> bool:
    """Whether the newest page of `space` shows the line `seq`, as it does what waits."""
    return seq is None or seq > space.said - lines.PAGE
