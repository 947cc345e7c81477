"""Changes of the address that somebody signs in with: asked for, confirmed at the new one, taken back at the old."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.people import Person

LIFE = timedelta(hours=12)
"""How long the new address can be confirmed."""

BACK = timedelta(days=7)
"""How long a change, or that it was asked for, can be taken back from the address of before."""


class AddressChange(Base):
    """From `former` to `wanted`. Its links are signed from what never changes of it: nothing usable is at rest, and
    what has become of it says whether they work. It has `ended_at` when its person asked for another or thought better
    of it, or once it was taken back. `moved` names the rows that went along by their address.
    """

    __tablename__ = "address_change"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    former: Mapped[str] = mapped_column(index=True)
    wanted: Mapped[str]
    moved: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    @property
    def lapses_at(self) -> datetime:
        return self.asked_at + LIFE

    @property
    def back_until(self) -> datetime:
        return (self.confirmed_at or self.asked_at) + BACK

    def is_waiting(self) -> bool:
        """Whether it can be confirmed."""
        return self.confirmed_at is None and self.ended_at is None and self.lapses_at > clock.now()

    def can_be_taken_back(self) -> bool:
        return self.ended_at is None and self.back_until > clock.now()

    @classmethod
    def stands(cls) -> sa.ColumnElement[bool]:
        """The condition that it was confirmed, and not taken back."""
        return sa.and_(cls.confirmed_at.is_not(None), cls.ended_at.is_(None))

    @classmethod
    def waiting_of(cls, person_id: int) -> "AddressChange | None":
        """The one that somebody has yet to confirm."""
        newest = sa.select(cls).where(cls.person_id == person_id).order_by(cls.id.desc()).limit(1)
        found = session.scalars(newest).one_or_none()
        return found if found is not None and found.is_waiting() else None

    @classmethod
    def give_up(cls, person_id: int) -> None:
        """End the one that somebody has yet to confirm, if there is one."""
        waiting = cls.waiting_of(person_id)
        if waiting is not None:
            waiting.ended_at = clock.now()

    @classmethod
    def standing_of(cls, person_id: int) -> list["AddressChange"]:
        """Those by which somebody came to their address, the latest first."""
        theirs = sa.select(cls).where(cls.person_id == person_id, cls.stands())
        return list(session.scalars(theirs.order_by(cls.id.desc())))

    @classmethod
    def had(cls, address: str) -> int | None:
        """Who had this address until they changed it, and is still here."""
        last = sa.select(cls.person_id).join(cls.person).where(cls.former == address, cls.stands())
        here = last.where(Person.deactivated_at.is_(None)).order_by(cls.id.desc()).limit(1)
        return session.scalar(here)
