"""The handover: what must be so before staff can leave the network to its participants (domain.md 3.4)."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, session
from cop.models.people import Person


class Condition(StrEnum):
    """Those that rest on figures of two quarters, then those that somebody settles."""

    PARTICIPANTS_WRITE = "participants_write"
    PARTICIPANTS_BEGIN = "participants_begin"
    ANSWERED = "answered"
    SETS_MEET = "sets_meet"
    STEWARDS = "stewards"
    DECIDED = "decided"
    CONTROLLER = "controller"
    HOSTING = "hosting"
    RESTORED = "restored"
    DOMAIN = "domain"
    POLICIES = "policies"
    CONTACTS = "contacts"


class HandoverCheck(Base):
    """That a condition is met, said by somebody: with `note`, such as who the controller is, or until when hosting is
    paid.
    """

    __tablename__ = "handover_check"

    condition: Mapped[Condition] = mapped_column(primary_key=True)
    note: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship()

    @classmethod
    def all(cls) -> "dict[Condition, HandoverCheck]":
        """What is said to be met, by condition."""
        query = sa.select(cls).options(sa.orm.joinedload(cls.person))
        return {each.condition: each for each in session.scalars(query)}
