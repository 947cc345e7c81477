"""What is true of the whole installation."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from cop.db import Base, Id, session


class Site(Base):
    """One row at most. A demonstration is a property of the database, not of the environment; `built_at` is None
    while it is being built.
    """

    __tablename__ = "site"

    id: Mapped[Id]
    is_demonstration: Mapped[bool]
    built_at: Mapped[datetime | None]

    @classmethod
    def is_demonstrated(cls) -> bool:
        """Whether this database holds invented people and posts."""
        site = session.get(cls, 1)
        return site is not None and site.is_demonstration
