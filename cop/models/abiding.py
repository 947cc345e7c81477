"""Memberships and appointments abide by the measures in force: each says until when it holds its person back."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, event

from cop import clock
from cop.db import session
from cop.errors import Conflict
from cop.models.conversations import Conversation
from cop.models.decisions import Decision
from cop.models.measures import BOUNDS, Measure, MeasureKind
from cop.models.memberships import Membership, RoleName
from cop.models.people import Appointment
from cop.models.spaces import Space, SpaceKind

BARRED = "They were removed from all spaces. A steward or programme staff can end that."

FOR_GOOD = datetime(9000, 1, 1, tzinfo=UTC)
"""Until when an appointment rests of somebody who was removed everywhere."""


def take_measure(kind: MeasureKind, decision: Decision, *, ends_at: datetime | None) -> Measure:
    """Let what `decision` says hold from now on. The row of its space must be locked, or of its person."""
    person_id = decision.person_id
    assert person_id is not None, "a measure is about somebody"  # noqa: S101 - a mistake of ours
    measure = Measure(
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


def end_measure(measure: Measure) -> None:
    """Let it hold no more: who was removed by it has the same roles again, for as long as these were given, unless they
    are back already. Where another removal still holds, it is that one's end which brings them back.
    """
    measure.ended_at = clock.now()
    session.flush()
    standing = Measure.removal(measure.person_id, measure.space_id)
    if standing is not None:
        standing.roles, measure.roles = ",".join(filter(None, (standing.roles, measure.roles))), ""
    held = list(_read(measure.roles))
    away = {each.space_id for each in held if Membership.of(measure.person_id, each.space_id) is None}
    for each in held:
        if each.space_id in away and (each.until is None or each.until > clock.now()):
            _give_back(measure.person_id, each)
    _apply(measure.person_id, measure.space_id)


def _give_back(person_id: int, held: "_Held") -> None:
    membership = Membership.begin(person_id, session.get_one(Space, held.space_id), held.name)
    for role in membership.terms:
        if role.name is held.name:
            role.last_until(held.until)


@event.listens_for(Membership, "before_insert")
def _abides(_mapper: object, connection: Connection, membership: Membership) -> None:
    """Whoever joins a space is held back there as everywhere, and is removed from it no more. Conflict for who was
    removed everywhere; their row is locked, by Membership, so that no such measure is taken at this moment.
    """
    if _bars(connection, membership.person_id):
        raise Conflict(BARRED)
    if membership.ended_at is None:
        _bring_back(connection, membership)
    bounds = _read_bounds(connection, membership.person_id, membership.space_id)
    for kind, column in BOUNDS.items():
        setattr(membership, column.key, getattr(membership, column.key) or bounds[kind])


def _bring_back(connection: Connection, membership: Membership) -> None:
    over = sa.update(Measure).where(
        Measure.person_id == membership.person_id,
        Measure.space_id == membership.space_id,
        Measure.kind == MeasureKind.REMOVED,
        Measure.ended_at.is_(None),
    )
    connection.execute(over.values(ended_at=clock.now()))


@event.listens_for(Appointment, "before_insert")
def _rests(_mapper: object, connection: Connection, appointment: Appointment) -> None:
    """Whoever is given a role outside of any space is held back there too. Conflict for who was removed everywhere;
    their row is locked by whoever gives it.
    """
    if _bars(connection, appointment.person_id):
        raise Conflict(BARRED)
    appointment.suspended_until = _read_bounds(connection, appointment.person_id, None)[MeasureKind.SUSPENDED]


def _bars(connection: Connection, person_id: int) -> bool:
    """Whether somebody was removed everywhere: no space may take them in while that holds."""
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
        until = (
            FOR_GOOD
            if _bars(session.connection(), person_id)
            else _bounds(person_id, None)[MeasureKind.SUSPENDED]
        )
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
    """End their memberships there; returns which roles they held. Whoever only looked in does so no more."""
    held = []
    for membership in _memberships(person_id, space_id):
        if membership.ended_at is None:
            held += [str(_Held(membership.space_id, each.name, each.ended_at)) for each in membership.terms]
        membership.leave()
        if membership.space.kind is SpaceKind.DIRECT:
            Conversation.part(membership.space)
    return ",".join(held)


def _memberships(person_id: int, space_id: int | None) -> Sequence[Membership]:
    """Those that go on, there or everywhere, in the order in which spaces are locked: the network last."""
    theirs = sa.select(Membership).where(Membership.person_id == person_id, Membership.holds())
    if space_id is not None:
        theirs = theirs.where(Membership.space_id == space_id)
    order = (Space.kind == SpaceKind.NETWORK, Space.id)
    return session.scalars(theirs.join(Membership.space).order_by(*order)).all()


class _Held(NamedTuple):
    """A role that somebody had when they were removed, and until when they were given it."""

    space_id: int
    name: RoleName
    until: datetime | None

    def __str__(self) -> str:
        return " ".join([str(self.space_id), self.name, *([self.until.isoformat()] if self.until else [])])


def _read(roles: str) -> Iterable[_Held]:
    for words in filter(None, roles.split(",")):
        space_id, name, *until = words.split()
        yield _Held(int(space_id), RoleName(name), datetime.fromisoformat(until[0]) if until else None)
