"""The actor: a person and where they stand at this moment, read in one query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from cop.db import Base, BigId
from cop.models import (
    Appointment,
    AppointmentRole,
    Membership,
    Person,
    Role,
    RoleName,
    SignIn,
    Space,
    SpaceKind,
)
from cop.models.appointment_roles import RUNS_NETWORK
from cop.models.sign_ins import Visitor, fingerprint, made_for_demands, visitor
from cop.models.statements import in_a_row, rows


@dataclass(frozen=True)
class Actor:
    """`roles`: space id -> current roles there; a space one is suspended from is left out, and where one may only read
    one is an observer. `held` are the spaces where a measure lets what one writes wait for a moderator.

    `conversations` are those of the spaces that are of kind direct, `inspected` those that one only looks into for a
    day: to be in one of these is to belong nowhere.
    """

    id: int
    appointments: frozenset[AppointmentRole] = frozenset()
    roles: Mapping[int, frozenset[RoleName]] = field(default_factory=lambda: MappingProxyType({}))
    conversations: frozenset[int] = frozenset()
    inspected: frozenset[int] = frozenset()
    held: frozenset[int] = frozenset()

    @cached_property
    def space_ids(self) -> frozenset[int]:
        """Ids of the spaces where the actor holds a role."""
        return frozenset(self.roles)

    @cached_property
    def communities(self) -> frozenset[int]:
        """Ids of the spaces that the actor belongs to together with others, conversations left out."""
        return self.space_ids - self.conversations - self.inspected

    def has(self, role: AppointmentRole) -> bool:
        return role in self.appointments

    @property
    def is_staff(self) -> bool:
        return self.has(AppointmentRole.STAFF)

    @property
    def runs_network(self) -> bool:
        return not self.appointments.isdisjoint(RUNS_NETWORK)

    def roles_in(self, space_id: int) -> frozenset[RoleName]:
        return self.roles.get(space_id, frozenset())

    def spaces_as(self, name: RoleName) -> list[int]:
        """Ids of the spaces where the actor holds this role."""
        return self._spaces_by_role.get(name, [])

    @cached_property
    def _spaces_by_role(self) -> Mapping[RoleName, list[int]]:
        spaces: dict[RoleName, list[int]] = {}
        for space_id, held in self.roles.items():
            for name in held:
                spaces.setdefault(name, []).append(space_id)
        return spaces


NOBODY = Actor(id=0)

DIRECT, INSPECTED, HELD = SpaceKind.DIRECT.value, "inspected", "held"
"""What a role is marked with: it is one in a conversation, by an inspection, or what its holder writes waits."""


def load_actor(person_id: int) -> Actor:
    """The actor as they stand now; NOBODY's rights for someone deactivated or unknown."""
    return _standing_as(person_id, rows(_standing(), {"person_id": person_id}))


def load_signed_in(sign_in_id: int) -> Actor | None:
    """The actor behind a sign-in, as they stand now; None if it no longer stands, or its person no longer does."""
    found: Sequence[Any] = rows(_standing_of_sign_in(), {"sign_in_id": sign_in_id}).all()
    return _standing_as(int(found[0][1]), found[1:]) if found else None


def load_asker(token: str) -> tuple[Visitor, Actor] | None:
    """Whoever is behind the token of a cookie, and where they stand now; in one query. None where no sign-in stands."""
    found: Any = rows(_standing_of_token(), {"token_hash": fingerprint(token)}).one_or_none()
    if found is None:
        return None
    *known, roles, appointments = found
    asker = Visitor._make(known)
    return asker, standing_read(asker.id, roles, appointments)


def standing_read(person_id: int, roles: str | None, appointments: str | None) -> Actor:
    """The actor of whom `standing_in_a_row` were read."""
    held = [_role(*words.split()) for words in (roles or "").split(",") if words]
    held += [(None, word, "") for word in (appointments or "").split(",") if word]
    return _standing_as(person_id, held)


def _role(space_id: str, word: str, mark: str = "") -> tuple[int | None, str, str]:
    return int(space_id), word, mark


def _standing_as(person_id: int, held: Iterable[Any]) -> Actor:
    appointments: set[AppointmentRole] = set()
    roles: dict[int, set[RoleName]] = {}
    marked: dict[str, set[int]] = {DIRECT: set(), INSPECTED: set(), HELD: set()}
    for space_id, word, mark in held:
        if space_id is None:
            appointments.add(AppointmentRole(word))
        else:
            roles.setdefault(space_id, set()).add(RoleName(word))
            if mark:
                marked[mark].add(space_id)
    return Actor(
        id=person_id,
        appointments=frozenset(appointments),
        roles=MappingProxyType({space_id: frozenset(names) for space_id, names in roles.items()}),
        conversations=frozenset(marked[DIRECT]),
        inspected=frozenset(marked[INSPECTED]),
        held=frozenset(marked[HELD]),
    )


@cache
def _standing() -> sa.CompoundSelect[int | None, str, str]:
    """Rows of (space id, role, mark), and of (None, appointment, nothing).

    Made once: every request and command asks it.
    """
    person_id = sa.bindparam("person_id", type_=BigId)
    is_active = sa.exists().where(Person.id == person_id, Person.deactivated_at.is_(None))
    roles, appointments = held_by(person_id)
    return roles.where(is_active).union_all(appointments.where(is_active))


@made_for_demands
def _standing_of_sign_in() -> sa.CompoundSelect[int | None, str, str]:
    """The same of the person behind a sign-in, and first a row of their id; made once: every socket event asks it."""
    asker = (
        sa.select(SignIn.person_id)
        .join(SignIn.person)
        .where(SignIn.id == sa.bindparam("sign_in_id", type_=BigId))
        .where(SignIn.stands(), Person.deactivated_at.is_(None))
        .cte("asker")
    )
    nothing = sa.literal_column("''", sa.Text)
    themselves = sa.select(sa.cast(sa.null(), BigId), sa.cast(asker.c.person_id, sa.Text), nothing)
    return themselves.union_all(*held_by(sa.select(asker.c.person_id).scalar_subquery()))


@made_for_demands
def _standing_of_token() -> sa.Select[*tuple[Any, ...]]:
    """A Visitor with what they hold, in words; made once: every page asks it."""
    return visitor().add_columns(*standing_in_a_row(SignIn.person_id, of=SignIn))


def standing_in_a_row(
    person_id: sa.orm.InstrumentedAttribute[int], *, of: type[Base]
) -> list[sa.ScalarSelect[str]]:
    """What somebody who is named in a row `of` a select holds, as two columns: spaces, each with a role, and
    appointments, in words with commas between them. It is for the select to leave out who was deactivated.
    """
    roles, appointments = held_by(person_id)
    role = sa.cast(Membership.space_id, sa.Text) + " " + role_word() + " " + _mark()
    return [
        held.with_only_columns(in_a_row(word, ",")).correlate(of).scalar_subquery()
        for held, word in ((roles, role), (appointments, sa.cast(Appointment.role, sa.Text)))
    ]


def held_by(
    person_id: Any,
) -> tuple[sa.Select[int, str, str], sa.Select[int, str, str]]:
    """What a person (an id, or a column of them) holds: rows of (space id, role, mark), and of (None, appointment,
    nothing).
    """
    roles = (
        sa.select(Membership.space_id, role_word(), _mark())
        .join(Membership.roles)
        .join(Membership.space)
        .where(Membership.person_id == person_id, Membership.reads(), Role.holds())
    )
    nothing = sa.literal_column("''", sa.Text)
    appointments = sa.select(sa.cast(sa.null(), BigId), sa.cast(Appointment.role, sa.Text), nothing).where(
        Appointment.person_id == person_id, Appointment.holds()
    )
    return roles, appointments


def role_word() -> sa.ColumnElement[str]:
    """A role as it counts now: who may only read is an observer, and while what somebody writes is held they look after
    nothing.
    """
    plain = sa.case(
        (Role.name.in_([RoleName.MODERATOR, RoleName.FACILITATOR]), RoleName.MEMBER.value),
        else_=sa.cast(Role.name, sa.Text),
    )
    return sa.case(
        (sa.not_(Membership.writes()), RoleName.OBSERVER.value),
        (Membership.waits(), plain),
        else_=sa.cast(Role.name, sa.Text),
    )


def _mark() -> sa.ColumnElement[str]:
    return sa.case(
        (Space.kind == SpaceKind.DIRECT, DIRECT),
        (Membership.looks_in(), INSPECTED),
        (Membership.waits(), HELD),
        else_="",
    )
