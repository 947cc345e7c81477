"""Who is in a room, and how it stands for somebody who looks at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import clock, policy
from cop.db import BigId, UtcDateTime, session
from cop.models import Membership, Message, Person, Presence, RoomDraft, RoomState, Space, SpaceKind, State
from cop.models.people import initials_of
from cop.models.statements import rows
from cop.policy import Actor

PRESENT = timedelta(seconds=45)
"""How long somebody counts as here after they last looked (F9)."""

CROWD = 50
"""Above so many the room is told a number and no names."""

RECOUNTED = timedelta(seconds=1)

_crowds: WeakKeyDictionary[Engine, dict[int, tuple[datetime, int]]] = WeakKeyDictionary()
"""By database and space: when a crowd was counted, and how many they were."""


class Present(NamedTuple):
    """Somebody who is here."""

    id: int
    name: str

    @property
    def initials(self) -> str:
        return initials_of(self.name)


def people_here(space: Space) -> list[Present]:
    """Readers who looked at the room within `PRESENT`, by name; nobody where it is archived."""
    if space.room_state is RoomState.ARCHIVED:
        return []
    now = clock.now()
    asked = {"space_id": space.id, "since": now - PRESENT}
    people = [Present._make(row) for row in rows(_here(space.kind), asked)]
    if len(people) > CROWD:
        _crowds.setdefault(session.get_bind().engine, {})[space.id] = (now, len(people))
    return people


def crowd_in(space: Space) -> int:
    """How many are here, if they were a crowd a moment ago: counted anew once a second at most. Otherwise 0."""
    known = _crowds.get(session.get_bind().engine, {}).get(space.id)
    return known[1] if known and timedelta() <= clock.now() - known[0] < RECOUNTED else 0


@cache
def _here(kind: SpaceKind) -> sa.Select[int, str]:
    """Made once: everybody asks it every fifteen seconds, and to make it takes longer than to run it."""
    space_id = sa.bindparam("space_id", type_=BigId)
    looked = sa.select(Presence.person_id).where(
        Presence.space_id == space_id, Presence.seen_at > sa.bindparam("since", type_=UtcDateTime())
    )
    return (
        sa.select(Person.id, Person.name)
        .where(Person.id.in_(looked), Person.id.in_(policy.readers_in(space_id, kind=kind)))
        .order_by(Person.name, Person.id)
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How many may read a room, how many are here, how many lines of the viewer wait, how far they have read, how many
    messages are pinned, and what the viewer has begun to write (when it was saved; None if nothing was).
    """

    audience: int
    here: int
    waiting: int
    read_seq: int
    pins: int
    draft: str
    draft_at: datetime | None


def standing(actor: Actor, space: Space) -> Standing:
    """How `space` stands for `actor`, in one query. Who reads without being a member has nothing unread."""
    readers = policy.readers_of(space).subquery()
    audience = sa.select(sa.func.count()).select_from(readers)
    here = audience.where(readers.c.id.in_(_present(space)))
    waiting = sa.select(sa.func.count()).where(
        Message.space_id == space.id, Message.author_id == actor.id, Message.state == State.HELD
    )
    read = sa.select(sa.func.max(Membership.read_seq)).where(
        Membership.space_id == space.id, Membership.person_id == actor.id, Membership.ended_at.is_(None)
    )
    pins = sa.select(sa.func.count()).where(Message.space_id == space.id, Message.pinned_at.is_not(None))
    mine = (RoomDraft.space_id == space.id, policy.visible_drafts(actor))
    draft = [sa.select(column).where(*mine) for column in (RoomDraft.text, RoomDraft.saved_at)]
    row = session.execute(
        sa.select(*(each.scalar_subquery() for each in (audience, here, waiting, read, pins, *draft)))
    ).one()
    return Standing(
        audience=row[0],
        here=row[1],
        waiting=row[2],
        read_seq=space.said if row[3] is None else row[3],
        pins=row[4],
        draft=row[5] or "",
        draft_at=row[6],
    )


def _present(space: Space) -> sa.Select[int]:
    """Nobody is where the room is archived: who looked just before that counts no more."""
    return sa.select(Presence.person_id).where(
        Presence.space_id == space.id,
        Presence.seen_at > clock.now() - PRESENT,
        sa.literal(space.room_state is not RoomState.ARCHIVED),
    )
