"""Spaces: where people meet. Each has a forum, a live room, a policy, and the counters both are ordered by."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import cast

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, record, session
from cop.events import RoomChanged
from cop.models.programmes import Programme
from cop.models.slowing import in_words
from cop.models.statements import rows


class SpaceKind(StrEnum):
    NETWORK = "network"
    COHORT = "cohort"
    SET = "set"
    GROUP = "group"
    PAIR = "pair"
    DIRECT = "direct"


class Policy(StrEnum):
    """What waits for a moderator before others can read it."""

    OPEN = "open"
    FIRST_HELD = "first_held"
    ALL_HELD = "all_held"


class Joining(StrEnum):
    """How somebody comes into a group: invited alone, or asked for by whoever is in the network."""

    INVITED = "invited"
    ASKED = "asked"


class RoomState(StrEnum):
    """What may be done in a room. `policy/rooms.py` says what each of them means for whom."""

    OPEN = "open"
    ANNOUNCEMENTS = "announcements"
    CLOSED = "closed"
    ARCHIVED = "archived"


NETWORKS = sa.text("kind = 'network'")
HIDE_AFTER = 3
MOST_TO_HIDE = 50


class Space(Base):
    """`said` counts the messages of the room, `pulse` every change in it, `roster` every change of who may read
    it, `activity` every contribution to its forum. Each is raised under the lock of this row. `key` is of the form that
    made it, so that sending it twice makes one. The room keeps a message for `keep_days`, or without end (None).
    `shows_revisions`: all readers see what posts said before an edit; `members_summarise`: members write summaries.
    What `hide_after` people have reported is hidden until a moderator has looked (0: never by number). `slow_room`: so
    many seconds a person waits between two lines. Where `listed` is 0 nobody need ask for its list of words. Of
    networks there is one.
    """

    __tablename__ = "space"
    __table_args__ = (
        Index("uq_space_network", "kind", unique=True, sqlite_where=NETWORKS, postgresql_where=NETWORKS),
    )

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[SpaceKind]
    name: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    about_html: Mapped[str] = mapped_column(default="")
    policy: Mapped[Policy] = mapped_column(default=Policy.OPEN)
    joining: Mapped[Joining] = mapped_column(default=Joining.INVITED, server_default="invited")
    room_state: Mapped[RoomState] = mapped_column(default=RoomState.OPEN)
    keep_days: Mapped[int | None]
    shows_revisions: Mapped[bool] = mapped_column(default=False)
    members_summarise: Mapped[bool] = mapped_column(default=False)
    hide_after: Mapped[int] = mapped_column(default=HIDE_AFTER, server_default=str(HIDE_AFTER))
    slow_room: Mapped[int] = mapped_column(default=0, server_default="0")
    listed: Mapped[int] = mapped_column(default=0, server_default="0")
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"), index=True)
    key: Mapped[str | None] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    said: Mapped[int] = mapped_column(default=0)
    pulse: Mapped[int] = mapped_column(default=0)
    roster: Mapped[int] = mapped_column(default=0)
    activity: Mapped[int] = mapped_column(default=0)

    programme: Mapped[Programme | None] = relationship()
    parent: Mapped["Space | None"] = relationship(remote_side="Space.id")

    @property
    def slowness(self) -> str:
        """In how long one person says one thing in its room; empty where that is as they like."""
        return in_words(self.slow_room)

    def say(self) -> tuple[int, int]:
        """The next `(seq, changed)` of the room, and the row's lock with it."""
        said, pulse = self._raise("said", "pulse")
        return said, pulse

    def beat(self) -> int:
        """The next `changed` of the room."""
        return self._raise("pulse")[0]

    def act(self) -> int:
        """The next place in the order of the forum's activity."""
        return self._raise("activity")[0]

    def turn_roster(self) -> int:
        """State that who may read this space, or do what in it, has changed."""
        return self._raise("roster")[0]

    def set_room(self, state: RoomState) -> None:
        """Let the room be `state` from now on: what its readers may do there has changed. The row's lock is taken."""
        self.room_state = state
        self.turn_roster()
        record(RoomChanged(self.id))

    def _raise(self, *counters: str) -> tuple[int, ...]:
        """Raise `counters`; the roster's count comes back with them and stands in `roster` (design.md section 5)."""
        values = tuple(rows(_raising(*counters), {"space_id": self.id}).one())
        for name, value in zip(dict.fromkeys((*counters, "roster")), values, strict=True):
            sa.orm.attributes.set_committed_value(self, name, value)
        return values[: len(counters)]


RESERVED = ("new",)
"""Addresses below /spaces that are pages of their own."""


def free_slug(slug: str) -> str:
    """`slug`, or `slug-2`, `slug-3` … where others have it."""
    taken = set(session.scalars(sa.select(Space.slug).where(Space.slug.startswith(slug, autoescape=True))))
    taken.update(RESERVED)
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free


def lock_spaces(space_ids: Iterable[int]) -> dict[int, Space]:
    """Lock spaces in the one order that everybody keeps: by id, the network last, as joining does."""
    asked = {"space_ids": sorted(set(space_ids))}
    return (
        {space.id: space for space in session.scalars(_locking_in_order(), asked)}
        if asked["space_ids"]
        else {}
    )


@cache
def _locking_in_order() -> sa.Select[Space]:
    """Made once. The rows are locked one after the other, as they are ordered."""
    query = sa.select(Space).where(Space.id.in_(sa.bindparam("space_ids", expanding=True)))
    in_order = query.order_by(sa.case((Space.kind == SpaceKind.NETWORK, 1), else_=0), Space.id)
    return in_order.with_for_update(of=Space).execution_options(populate_existing=True)


def cohorts_around(space_ids: Iterable[int]) -> Sequence[int]:
    """Ids of the cohorts of those that are sets: where one comes in by belonging to another, both are locked."""
    query = sa.select(Space.parent_id).where(Space.id.in_(set(space_ids)), Space.parent_id.is_not(None))
    return [cohort_id for cohort_id in session.scalars(query.distinct()) if cohort_id is not None]


@cache
def _raising(*counters: str) -> sa.Executable:
    """Made once: to make a statement takes longer than to run it."""
    table = cast(sa.Table, Space.__table__)
    return (
        sa.update(table)
        .where(table.c.id == sa.bindparam("space_id"))
        .values({name: table.c[name] + 1 for name in counters})
        .returning(*(table.c[name] for name in dict.fromkeys((*counters, "roster"))))
    )
