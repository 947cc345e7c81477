"""Who belongs to a space, since when, in which roles, and how far they have read."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, record, session
from cop.events import RosterChanged
from cop.models.dated import NOW, Dated, Term
from cop.models.people import Person, lock_present
from cop.models.spaces import Space, SpaceKind
from cop.models.stances import Stance

OPEN = text("ended_at IS NULL")
GIVE_THE_NETWORK = (SpaceKind.COHORT, SpaceKind.SET, SpaceKind.GROUP)


class RoleName(StrEnum):
    MEMBER = "member"
    FACILITATOR = "facilitator"
    MODERATOR = "moderator"
    OBSERVER = "observer"

    @property
    def label(self) -> str:
        return self.value.capitalize()


def roles_in(space: Space) -> list[RoleName]:
    """The roles that mean something in `space`: only a set is facilitated, and in a conversation all are equal."""
    if space.kind is SpaceKind.DIRECT:
        return [RoleName.MEMBER]
    return [role for role in RoleName if space.kind is SpaceKind.SET or role is not RoleName.FACILITATOR]


class Membership(Dated, Base):
    """A person's time in a space; at most one is open. While suspended they can't read it; until others of these days
    they read and do not write, or what they write waits (models/measures.py). Whoever has its end from the beginning
    only looks in (models/inspections.py).

    `read_seq` is how far they have read the room; topics up to `read_activity` count as read unless a
    TopicReading says otherwise (what was there before somebody joined is not unread to them). In a space that is
    muted nothing is unread; of one that is followed its person is told of every new topic.
    """

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_open",
            "person_id",
            "space_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_membership_space_open", "space_id", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    suspended_until: Mapped[datetime | None]
    read_only_until: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    read_seq: Mapped[int] = mapped_column(default=0)
    read_activity: Mapped[int] = mapped_column(default=0)
    stance: Mapped[Stance | None]

    person: Mapped[Person] = relationship()
    space: Mapped[Space] = relationship()
    roles: Mapped[list["Role"]] = relationship(back_populates="membership", order_by="Role.id")

    def is_suspended(self) -> bool:
        return self.suspended_until is not None and self.suspended_until > clock.now()

    @classmethod
    def reads(cls) -> sa.ColumnElement[bool]:
        """The condition that this membership lets its person read: current and not suspended."""
        return sa.and_(cls.holds(), sa.or_(cls.suspended_until.is_(None), cls.suspended_until <= NOW))

    @classmethod
    def writes(cls) -> sa.ColumnElement[bool]:
        """The condition that it lets its person do more than read, as far as their roles go."""
        return sa.or_(cls.read_only_until.is_(None), cls.read_only_until <= NOW)

    @classmethod
    def looks_after(cls) -> sa.ColumnElement[bool]:
        """The condition that nothing keeps its person from moderating, as far as their roles go."""
        return sa.and_(cls.writes(), sa.or_(cls.held_until.is_(None), cls.held_until <= NOW))

    @classmethod
    def waits(cls) -> sa.ColumnElement[bool]:
        """The condition that what its person writes waits for a moderator."""
        return sa.and_(cls.held_until.is_not(None), cls.held_until > NOW)

    @classmethod
    def is_loud(cls) -> sa.ColumnElement[bool]:
        """The condition that its person has not muted the space."""
        return sa.or_(cls.stance.is_(None), cls.stance != Stance.MUTED)

    @classmethod
    def looks_in(cls) -> sa.ColumnElement[bool]:
        """The condition that its person only looks in, for a time, and belongs to the space no more for it."""
        return cls.ended_at.is_not(None)

    @classmethod
    def of(cls, person_id: int, space_id: int) -> "Membership | None":
        """The open membership of a person in a space."""
        return session.scalars(
            sa.select(cls).where(cls.person_id == person_id, cls.space_id == space_id, cls.ended_at.is_(None))
        ).one_or_none()

    @classmethod
    def hold(cls, person_id: int, space_id: int) -> None:
        """Let nobody end or change the person's membership of a space until this command stands; whoever is at it at
        this moment comes first.
        """
        query = sa.select(cls.id).where(
            cls.person_id == person_id, cls.space_id == space_id, cls.ended_at.is_(None)
        )
        session.execute(query.with_for_update(read=True)).all()

    @classmethod
    def begin(cls, person_id: int, space: Space, role: RoleName) -> "Membership":
        """Let a person hold `role` in `space` from now on; the network comes with the first cohort, set or group.

        What was there before is not unread to them. The space's row is locked by this.
        """
        space.turn_roster()
        membership = cls.of(person_id, space.id) or cls._enter(person_id, space)
        if role not in membership.current_roles:
            membership.roles.append(Role(name=role))
        session.flush()
        record(RosterChanged(space.id, (person_id,)))
        return membership

    @classmethod
    def _enter(cls, person_id: int, space: Space) -> "Membership":
        lock_present(person_id)  # what is decided about them everywhere holds here as well
        membership = cls(person_id=person_id, space_id=space.id)
        membership.space, membership.roles = space, []
        membership.read_seq, membership.read_activity = space.said, space.activity
        session.add(membership)
        session.flush()
        cls._enter_network(person_id, space)
        return membership

    @classmethod
    def _enter_network(cls, person_id: int, space: Space) -> None:
        if space.kind not in GIVE_THE_NETWORK:
            return
        network = session.scalars(sa.select(Space).where(Space.kind == SpaceKind.NETWORK)).one_or_none()
        if network is None or cls.of(person_id, network.id) is not None:
            return
        if not (cls._was_in(person_id, network) and cls._is_elsewhere(person_id, space)):
            cls.begin(person_id, network, RoleName.MEMBER)

    @classmethod
    def _was_in(cls, person_id: int, network: Space) -> bool:
        ended = sa.exists().where(cls.person_id == person_id, cls.space_id == network.id)
        return bool(session.scalar(sa.select(ended)))

    @classmethod
    def _is_elsewhere(cls, person_id: int, space: Space) -> bool:
        """Whether `space` is not their first: who left the network or was removed from it is not let in by a second."""
        other = sa.exists().where(
            cls.person_id == person_id,
            cls.ended_at.is_(None),
            cls.space_id == Space.id,
            Space.id != space.id,
            Space.kind.in_(GIVE_THE_NETWORK),
        )
        return bool(session.scalar(sa.select(other)))

    def leave(self) -> None:
        """End it and every role in it; nothing is deleted."""
        for role in self.roles:
            if role.is_current():
                role.end()
        self.end()
        self._turn()

    def set_roles(self, names: set[RoleName]) -> None:
        """Hold exactly `names` from now on (at least one)."""
        for role in self.roles:
            if role.is_current() and role.name not in names:
                role.end()
        for name in sorted(names - self.current_roles):
            self.roles.append(Role(name=name))
        self._turn()

    def suspend(self, until: datetime | None) -> None:
        """Shut its person out until then; None lets them in again."""
        self.suspended_until = until
        self._turn()

    def hold_back(
        self, *, held: datetime | None, read_only: datetime | None, suspended: datetime | None
    ) -> None:
        """Hold its person back until these days, and no longer."""
        self.held_until, self.read_only_until = held, read_only
        self.suspend(suspended)

    def _turn(self) -> None:
        self.space.turn_roster()
        session.flush()
        record(RosterChanged(self.space_id, (self.person_id,)))

    @property
    def current_roles(self) -> set[RoleName]:
        return {role.name for role in self.roles if role.is_current()}

    @property
    def terms(self) -> list["Role"]:
        """The roles that are held now, each with its term."""
        return [role for role in self.roles if role.is_current()]


class Role(Term, Base):
    """A dated role within a membership."""

    __tablename__ = "role"
    __table_args__ = (
        Index("uq_role_open", "membership_id", "name", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[Id]
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    name: Mapped[RoleName]

    membership: Mapped[Membership] = relationship(back_populates="roles")

    @property
    def person_id(self) -> int:
        return self.membership.person_id

    def run_out(self) -> None:
        """Let everybody know that it has ended by its date; a membership of which no role is left ends with it."""
        if self.membership.ended_at is None and not self.membership.current_roles:
            self.membership.leave()
        else:
            self.membership._turn()
