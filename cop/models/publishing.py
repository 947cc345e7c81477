"""Statements: what whoever runs this place must publish (domain.md C03 to C09), in versions, and who accepts which."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, BigId, add_once, lock, session
from cop.errors import Conflict, NotFound
from cop.models.people import Person
from cop.models.shared_texts import CHANGED


class StatementKind(StrEnum):
    """In the order in which pages list them."""

    PRIVACY = "privacy"
    COOKIES = "cookies"
    ACCESSIBILITY = "accessibility"
    RULES = "rules"
    INTENDED_USE = "intended_use"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @property
    def page(self) -> str:
        """What its address is made of."""
        return self.value.replace("_", "-")

    @property
    def is_accepted(self) -> bool:
        """Whether people accept it: the others say how things are, and there is nothing in them to agree to."""
        return self in ACCEPTED


ACCEPTED = (StatementKind.RULES, StatementKind.PRIVACY, StatementKind.INTENDED_USE)
"""In the order in which people are asked."""

A_YEAR = timedelta(days=365)
"""After so long the statement on accessibility is to be looked at again (domain.md C03)."""


class Statement(Base):
    """What is to be published next: a draft that those who run the network share. `version` counts what it has said,
    and is 0 where nobody has begun one. `reminded_at`: when they were last told to look at what is published.
    """

    __tablename__ = "statement"

    kind: Mapped[StatementKind] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=0)
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    edited_at: Mapped[datetime] = mapped_column(default=clock.now)
    reminded_at: Mapped[datetime | None]

    editor: Mapped[Person | None] = relationship()

    @classmethod
    def locked(cls, kind: StatementKind) -> "Statement":
        """Within a command: the draft of `kind`, locked; a new one where nobody has begun one."""
        try:
            return lock(cls, kind)  # type: ignore[arg-type]
        except NotFound:
            statement = cls(kind=kind, text="", version=0)
            add_once(statement, taken=CHANGED)
            return statement

    def is_unchanged_since(self, seen: int) -> None:
        """Conflict if somebody wrote since its version `seen` (F15)."""
        if self.version != seen:
            raise Conflict(CHANGED)

    def say(self, text: str, *, editor_id: int) -> None:
        self.text, self.version = text, self.version + 1
        self.editor_id, self.edited_at = editor_id, clock.now()


class StatementVersion(Base):
    """A statement as it was published: never changed. Where `is_material` everybody is asked to accept it.

    Ids count up over all kinds, without a gap and in the order of publishing: whoever has seen what there was up to an
    id has seen everything before it. The sequence of a database would not promise that.
    """

    __tablename__ = "statement_version"
    __table_args__ = (UniqueConstraint("kind", "number"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    kind: Mapped[StatementKind]
    number: Mapped[int]
    text: Mapped[str]
    change: Mapped[str]
    is_material: Mapped[bool]
    key: Mapped[str] = mapped_column(unique=True)
    publisher_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime] = mapped_column(default=clock.now)

    publisher: Mapped[Person] = relationship()

    @classmethod
    def newest_id(cls) -> int:
        """Up to which id there is something; 0 where nothing is published."""
        return session.scalar(sa.select(sa.func.max(cls.id))) or 0

    @classmethod
    def material_id(cls) -> sa.ScalarSelect[int]:
        """The id up to which everybody must have accepted, to stand in a select."""
        material = sa.select(sa.func.coalesce(sa.func.max(cls.id), 0)).where(cls.is_material)
        return material.scalar_subquery()

    @classmethod
    def of(cls, kind: StatementKind) -> "Sequence[StatementVersion]":
        """All that were published of `kind`, the newest first."""
        query = sa.select(cls).where(cls.kind == kind).options(sa.orm.joinedload(cls.publisher))
        return session.scalars(query.order_by(cls.number.desc())).unique().all()

    @classmethod
    def newest(cls, kind: StatementKind) -> "StatementVersion | None":
        """What is published of `kind`."""
        query = sa.select(cls).where(cls.kind == kind).order_by(cls.number.desc()).limit(1)
        return session.scalars(query).one_or_none()

    @classmethod
    def as_of(cls, version_id: int) -> "dict[StatementKind, StatementVersion]":
        """What was published of each kind when there was nothing after `version_id`."""
        newest = sa.select(sa.func.max(cls.id)).where(cls.id <= version_id).group_by(cls.kind)
        return {each.kind: each for each in session.scalars(sa.select(cls).where(cls.id.in_(newest)))}


class Acceptance(Base):
    """That somebody accepts a version, and since when."""

    __tablename__ = "acceptance"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("statement_version.id"), primary_key=True)
    accepted_at: Mapped[datetime] = mapped_column(default=clock.now)

    version: Mapped[StatementVersion] = relationship()

    @classmethod
    def note(cls, person: Person, *, up_to: int) -> None:
        """Within a command that has locked or made `person`: they accept what their page showed, which was published up
        to the version `up_to`. A repeat changes nothing.
        """
        up_to = min(up_to, StatementVersion.newest_id())
        current = StatementVersion.as_of(up_to)
        known = set(session.scalars(sa.select(cls.version_id).where(cls.person_id == person.id)))
        shown = [current[kind].id for kind in ACCEPTED if kind in current]
        session.add_all(cls(person_id=person.id, version_id=each) for each in shown if each not in known)
        person.accepted_up_to = max(person.accepted_up_to, up_to)

    @classmethod
    def of(cls, person_id: int) -> "Sequence[Acceptance]":
        """What a person has accepted, the last first."""
        query = sa.select(cls).where(cls.person_id == person_id).options(sa.orm.joinedload(cls.version))
        return session.scalars(query.order_by(cls.version_id.desc())).all()


@event.listens_for(StatementVersion, "before_update")
@event.listens_for(StatementVersion, "before_delete")
def _stays(_mapper: object, _connection: object, _version: Any) -> None:
    raise RuntimeError("what was published stays as it was: publish another version")
