"""The second step of signing in: an authenticator that shows a code, passkeys, and codes on paper for when they are
lost.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import Base, Id, session
from cop.models.passkeys import Passkey


class Authenticator(Base):
    """A person's. The secret that it shares with us is made of `salt` and of the installation's own secret: nothing
    usable is at rest. `step` is the last half minute whose code was used: no code is taken twice (RFC 6238, 5.2).
    """

    __tablename__ = "authenticator"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    salt: Mapped[str]
    step: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def of(cls, person_id: int) -> "Authenticator | None":
        return session.get(cls, person_id)


class RecoveryCode(Base):
    """One that was given out; its fingerprint alone is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]

    @classmethod
    def left(cls, person_id: int) -> int:
        """How many a person has not used yet."""
        unused = sa.select(sa.func.count()).where(cls.person_id == person_id, cls.used_at.is_(None))
        return session.scalar(unused) or 0


def has_second_step(person_id: Any) -> sa.ColumnElement[bool]:
    """The condition that a person (an id, or a column of them) has anything beside their password. Codes on paper are
    there as long as there is something that can be lost.
    """
    return sa.or_(
        sa.exists().where(Authenticator.person_id == person_id),
        sa.exists().where(Passkey.person_id == person_id),
    )
