"""Looking at a room: how far somebody has read, and that they are here."""

from dataclasses import dataclass

import sqlalchemy as sa

from cop import clock, policy
from cop.chat import queries
from cop.db import command, record, session
from cop.events import RoomRead
from cop.models import Membership, Mention, Message, Presence, RoomState, Space, State
from cop.models.statements import insert


@dataclass(frozen=True, slots=True)
class Left:
    """What is unread to somebody in a room: lines, and how many of them name them."""

    lines: int = 0
    mentions: int = 0


@command
def read_room(*, actor_id: int, slug: str, upto: int) -> Left:
    """Note that the actor has read up to the seq `upto`, never back and never beyond what was said.

    Returns what is unread to them now; nothing ever is to who reads without being a member.
    """
    space = queries.room(policy.load_actor(actor_id), slug)
    membership = session.scalars(
        sa.select(Membership)
        .where(
            Membership.person_id == actor_id, Membership.space_id == space.id, Membership.ended_at.is_(None)
        )
        .with_for_update(of=Membership)
    ).one_or_none()
    if membership is None:
        return Left()
    membership.read_seq = max(membership.read_seq, min(upto, space.said))
    record(RoomRead(actor_id, space.id, membership.read_seq))
    left = space.said - membership.read_seq
    return Left(left, _mentions_after(membership) if left else 0)


def _mentions_after(membership: Membership) -> int:
    query = (
        sa.select(sa.func.count())
        .select_from(Mention)
        .join(Message, Message.id == Mention.message_id)
        .where(Mention.person_id == membership.person_id, Message.space_id == membership.space_id)
        .where(Message.seq > membership.read_seq, Message.state == State.RELEASED)
    )
    return session.scalar(query) or 0


@command
def see_room(*, actor_id: int, slug: str) -> Space:
    """Note that the actor looks at the room now; returns its space as it is. Nobody is present in an archived one."""
    space = queries.room(policy.load_actor(actor_id), slug)
    if space.room_state is RoomState.ARCHIVED:
        return space
    row = {"person_id": actor_id, "space_id": space.id, "seen_at": clock.now()}
    session.execute(
        insert(Presence)
        .values(**row)
        .on_conflict_do_update(index_elements=["person_id", "space_id"], set_={"seen_at": row["seen_at"]})
    )
    return space


@command
def leave_room(*, actor_id: int, slug: str) -> Space:
    """Note that the actor no longer looks at the room; returns its space as it is."""
    space = queries.room(policy.load_actor(actor_id), slug)
    session.execute(sa.delete(Presence).where(Presence.person_id == actor_id, Presence.space_id == space.id))
    return space
