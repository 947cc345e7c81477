"""Measures: what was decided about a person for some time, in one space or everywhere. Each has a reason, an end and
an appeal.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import Connection, ForeignKey, Index, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.errors import Conflict
from cop.models.conversations import Conversation
from cop.models.decisions import Decision, Verdict
from cop.models.memberships import Membership, RoleName
from cop.models.people import Appointment, Person
from cop.models.spaces import Space, SpaceKind


class MeasureKind(StrEnum):
    """From the mildest on. A note and a warning hold nobody back; what is held waits for a moderator, as first posts
    do; who reads only is as an observer; who is suspended or removed is a stranger.
    """

    NOTE = "note"
    WARNING = "warning"
    HELD = "held"
    READ_ONLY = "read_only"
    SUSPENDED = "suspended"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    MeasureKind.NOTE: "Note",
    MeasureKind.WARNING: "Warning",
    MeasureKind.HELD: "What they write waits for a moderator",
    MeasureKind.READ_ONLY: "They read and do not write",
    MeasureKind.SUSPENDED: "Suspended",
    MeasureKind.REMOVED: "Removed",
}

VERDICTS = {
    MeasureKind.NOTE: Verdict.NOTE,
    MeasureKind.WARNING: Verdict.WARN,
    MeasureKind.HELD: Verdict.HOLD_POSTS,
    MeasureKind.READ_ONLY: Verdict.READ_ONLY,
    MeasureKind.SUSPENDED: Verdict.SUSPEND,
    MeasureKind.REMOVED: Verdict.REMOVE_MEMBER,
}
"""How the log says which measure was taken."""

BOUNDS = {
    MeasureKind.HELD: Membership.held_until,
    MeasureKind.READ_ONLY: Membership.read_only_until,
    MeasureKind.SUSPENDED: Membership.suspended_until,
}
"""Which column of a membership says until when it holds its person back."""

BARRED = "They were removed from all spaces. A steward or programme staff can end that."

FOR_GOOD = datetime(9000, 1, 1, tzinfo=UTC)
"""Until when an appointment rests of somebody who was removed everywhere."""


class Measure(Base):
    """In force until `ends_at`, unless it was ended before. Without a space it holds in every one, also in those that
    its person joins later. What memberships and appointments say is made of these rows, by `_apply`.
    """

    __tablename__ = "measure"
    __table_args__ = (
        Index("ix_measure_person", "person_id", "id"),
        Index("ix_measure_space", "space_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    kind: Mapped[MeasureKind]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    roles: Mapped[str] = mapped_column(default="", server_default="")
    ends_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    space: Mapped[Space | None] = relationship()
    decision: Mapped[Decision] = relationship()

    @classmethod
    def take(cls, kind: MeasureKind, decision: Decision, *, ends_at: datetime | None) -> "Measure":
        """Let what `decision` says hold from now on. The row of its space must be locked, or of its person."""
        person_id = decision.person_id
        assert person_id is not None, "a measure is about somebody"  # noqa: S101 - a mistake of ours
        measure = cls(
            person_id=person_id,
            space_id=decision.space_id,
            kind=kind,
            decision_id=decision.id,
            ends_at=ends_at,
        )
        session.add(measure)
        session.flush()
        if kind is MeasureKind.REMOVED:
            measure.roles = _remove(person_id, decision.space_id)
        _apply(person_id, decision.space_id)
        return measure

    def is_in_force(self) -> bool:
        return self.ended_at is None and (self.ends_at is None or self.ends_at > clock.now())

    @classmethod
    def in_force(cls) -> sa.ColumnElement[bool]:
        return sa.and_(cls.ended_at.is_(None), sa.or_(cls.ends_at.is_(None), cls.ends_at > clock.now()))

    @classmethod
    def of(cls, person_id: int, space_id: int | None) -> list["Measure"]:
        """Those in force about a person in that space alone, or everywhere (None)."""
        query = sa.select(cls).where(cls.person_id == person_id, cls.space_id == space_id, cls.in_force())
        return list(session.scalars(query.order_by(cls.id)))

    def end(self) -> None:
        """Let it hold no more: who was removed by it has the same roles again, unless they are back already. Where
        another removal still holds, it is that one's end which brings them back.
        """
        self.ended_at = clock.now()
        session.flush()
        standing = Measure._removal(self.person_id, self.space_id)
        if standing is not None:
            standing.roles, self.roles = ",".join(filter(None, (standing.roles, self.roles))), ""
        roles = list(_read(self.roles))
        away = {space_id for space_id, _ in roles if Membership.of(self.person_id, space_id) is None}
        for space_id, role in roles:
            if space_id in away:
                Membership.begin(self.person_id, session.get_one(Space, space_id), role)
        _apply(self.person_id, self.space_id)

    @classmethod
    def holds_back(cls, person_id: int) -> bool:
        """Whether anything that holds everywhere keeps somebody from saying what they like."""
        silenced = sa.exists().where(
            cls.person_id == person_id,
            cls.space_id.is_(None),
            cls.kind.in_([*BOUNDS, MeasureKind.REMOVED]),
            cls.in_force(),
        )
        return bool(session.scalar(sa.select(silenced)))

    @classmethod
    def bars(cls, person_id: int) -> bool:
        """Whether somebody was removed everywhere: no space may take them in while that holds."""
        return _bars(session.connection(), person_id)

    @classmethod
    def _removal(cls, person_id: int, space_id: int | None) -> "Measure | None":
        """One by which somebody is out of that space, or of all."""
        where = sa.or_(cls.space_id.is_(None), cls.space_id == space_id)
        removals = sa.select(cls).where(
            cls.person_id == person_id, where, cls.kind == MeasureKind.REMOVED, cls.in_force()
        )
        return session.scalars(removals.order_by(cls.id).limit(1)).one_or_none()


@event.listens_for(Membership, "before_insert")
def _abides(_mapper: object, connection: Connection, membership: Membership) -> None:
    """Whoever joins a space is held back there as everywhere, and is removed from it no more. Conflict for who was
    removed everywhere; their row is locked, by Membership, so that no such measure is taken at this moment.
    """
    if _bars(connection, membership.person_id):
        raise Conflict(BARRED)
    over = sa.update(Measure).where(
        Measure.person_id == membership.person_id,
        Measure.space_id == membership.space_id,
        Measure.kind == MeasureKind.REMOVED,
        Measure.ended_at.is_(None),
    )
    connection.execute(over.values(ended_at=clock.now()))
    bounds = _read_bounds(connection, membership.person_id, membership.space_id)
    for kind, column in BOUNDS.items():
        setattr(membership, column.key, getattr(membership, column.key) or bounds[kind])


@event.listens_for(Appointment, "before_insert")
def _is_suspended(_mapper: object, connection: Connection, appointment: Appointment) -> None:
    appointment.suspended_until = _read_bounds(connection, appointment.person_id, None)[MeasureKind.SUSPENDED]


def _bars(connection: Connection, person_id: int) -> bool:
    removed = sa.exists().where(
        Measure.person_id == person_id,
        Measure.space_id.is_(None),
        Measure.kind == MeasureKind.REMOVED,
        Measure.in_force(),
    )
    return bool(connection.scalar(sa.select(removed)))


def _apply(person_id: int, space_id: int | None) -> None:
    """Let memberships, and for what holds everywhere appointments, say until when they hold their person back."""
    for membership in _memberships(person_id, space_id):
        _hold_back(membership, _bounds(person_id, membership.space_id))
    if space_id is None:
        until = FOR_GOOD if Measure.bars(person_id) else _bounds(person_id, None)[MeasureKind.SUSPENDED]
        for appointment in session.scalars(sa.select(Appointment).where(Appointment.person_id == person_id)):
            appointment.suspend(until)


def _bounds(person_id: int, space_id: int | None) -> dict[MeasureKind, datetime | None]:
    return _read_bounds(session.connection(), person_id, space_id)


def _read_bounds(
    connection: Connection, person_id: int, space_id: int | None
) -> dict[MeasureKind, datetime | None]:
    """Until when each kind holds a person back in that space: by what is in force there or everywhere, the longest."""
    here: sa.ColumnElement[bool] = Measure.space_id.is_(None)
    if space_id is not None:
        here = sa.or_(Measure.space_id == space_id, here)
    query = (
        sa.select(Measure.kind, sa.func.max(Measure.ends_at).label("until"))
        .where(Measure.person_id == person_id, here, Measure.in_force(), Measure.kind.in_(list(BOUNDS)))
        .group_by(Measure.kind)
    )
    found = {row.kind: row.until for row in connection.execute(query)}
    return {kind: found.get(kind) for kind in BOUNDS}


def _hold_back(membership: Membership, bounds: dict[MeasureKind, datetime | None]) -> None:
    before = {kind: getattr(membership, column.key) for kind, column in BOUNDS.items()}
    if before != bounds:
        membership.hold_back(
            held=bounds[MeasureKind.HELD],
            read_only=bounds[MeasureKind.READ_ONLY],
            suspended=bounds[MeasureKind.SUSPENDED],
        )


def _remove(person_id: int, space_id: int | None) -> str:
    """End their memberships there; returns which roles they held."""
    held = []
    for membership in _memberships(person_id, space_id):
        held += [f"{membership.space_id} {role.value}" for role in sorted(membership.current_roles)]
        membership.leave()
        if membership.space.kind is SpaceKind.DIRECT:
            Conversation.part(membership.space)
    return ",".join(held)


def _memberships(person_id: int, space_id: int | None) -> Sequence[Membership]:
    """Those that are open, there or everywhere, in the order in which spaces are locked: the network last."""
    theirs = sa.select(Membership).where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    if space_id is not None:
        theirs = theirs.where(Membership.space_id == space_id)
    order = (Space.kind == SpaceKind.NETWORK, Space.id)
    return session.scalars(theirs.join(Membership.space).order_by(*order)).all()


def _read(roles: str) -> Iterable[tuple[int, RoleName]]:
    for word in filter(None, roles.split(",")):
        space_id, role = word.split()
        yield int(space_id), RoleName(role)
