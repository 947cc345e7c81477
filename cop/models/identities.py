"""What people are called by a provider of OpenID Connect, by which they can sign in as well as by their password."""

from datetime import datetime
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import Base, Id, session


class Identity(Base):
    """One of a person's. `subject` means somebody together with `issuer` alone: another provider can call somebody else
    the same. An address of mail is no part of it, as it can be changed, and given to somebody else.
    """

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    linked_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None]

    @classmethod
    def called(cls, subject: str, *, issuer: str) -> "Identity | None":
        """The one that is linked, as it stands in the database now."""
        query = sa.select(cls).where(cls.issuer == issuer, cls.subject == subject)
        return session.scalars(query, execution_options={"populate_existing": True}).one_or_none()

    @property
    def host(self) -> str:
        """Where its provider is."""
        return urlsplit(self.issuer).hostname or self.issuer
