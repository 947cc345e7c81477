"""Passkeys (WebAuthn): of each the public half alone is here, by which what the other half signs is known."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import Base, Id, session
from cop.models.statements import insert


class Passkey(Base):
    """One of a person's. `sign_count` is how often its device says that it was used; 0 where that doesn't count."""

    __tablename__ = "passkey"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    name: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None]

    @classmethod
    def of(cls, person_id: int) -> Sequence["Passkey"]:
        """All of a person's, the oldest first."""
        return session.scalars(sa.select(cls).where(cls.person_id == person_id).order_by(cls.id)).all()

    def note_use(self, count: int) -> bool:
        """Whether it may be used, by what its device counts; it has been from now on. A count that doesn't rise is that
        of a copy (WebAuthn 6.1.1). Its person must be locked.
        """
        if (count or self.sign_count) and count <= self.sign_count:
            return False
        self.sign_count, self.used_at = count, clock.now()
        return True


class SpentChallenge(Base):
    """The fingerprint of a challenge that was answered: there is one row for each, whichever process was asked."""

    __tablename__ = "spent_challenge"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    spent_at: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def spend(cls, fingerprint: str) -> bool:
        """Whether nobody has answered it before; it has been answered from now on."""
        row = insert(cls.__table__).values(fingerprint=fingerprint, spent_at=clock.now())
        spending = row.on_conflict_do_nothing().returning(cls.__table__.c.fingerprint)
        return session.scalar(spending) is not None
