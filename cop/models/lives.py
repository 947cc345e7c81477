"""The life of a set (domain.md 2.5) as a table: where it stands, what happens to it, where it stands then."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.people import Person


class Life(StrEnum):
    """Where a set stands. Renewed is self-facilitated, for another run of meetings."""

    FORMING = "forming"
    CONTRACTED = "contracted"
    FACILITATED = "facilitated"
    TRANSITIONING = "transitioning"
    SELF_FACILITATED = "self_facilitated"
    RENEWED = "renewed"
    DORMANT = "dormant"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Life.FORMING: "Forming: its contract is not concluded yet",
    Life.CONTRACTED: "Contracted: it has yet to meet",
    Life.FACILITATED: "Meeting, with an adviser who leads",
    Life.TRANSITIONING: "In transition: members lead, and an adviser may look on",
    Life.SELF_FACILITATED: "Running itself",
    Life.RENEWED: "Running itself, with a renewed contract",
    Life.DORMANT: "Dormant: it has not met for long, and has no date",
    Life.CLOSED: "Closed",
}


class Turn(StrEnum):
    """What happens to a set. Some of it is done by people; the rest is seen from what has come to be."""

    CONCLUDED = "concluded"
    MET = "met"
    MET_AGAIN = "met_again"
    RAN_ITSELF = "ran_itself"
    FELL_SILENT = "fell_silent"
    WOKE = "woke"
    RENEWED = "renewed"
    ENDED = "ended"


AWAKE = (Life.CONTRACTED, Life.FACILITATED, Life.TRANSITIONING, Life.SELF_FACILITATED, Life.RENEWED)
RUNS_ITSELF = (Life.SELF_FACILITATED, Life.RENEWED)

AS_BEFORE = None
"""Where a dormant set stood when it fell silent."""

TURNS: dict[tuple[Life, Turn], Life | None] = {
    (Life.FORMING, Turn.CONCLUDED): Life.CONTRACTED,
    (Life.CONTRACTED, Turn.MET): Life.FACILITATED,
    (Life.FACILITATED, Turn.MET_AGAIN): Life.TRANSITIONING,
    (Life.TRANSITIONING, Turn.RAN_ITSELF): Life.SELF_FACILITATED,
    **{(each, Turn.FELL_SILENT): Life.DORMANT for each in AWAKE},
    (Life.DORMANT, Turn.WOKE): AS_BEFORE,
    **{(each, Turn.RENEWED): each for each in (Life.FACILITATED, Life.TRANSITIONING, Life.DORMANT)},
    **{(each, Turn.RENEWED): Life.RENEWED for each in RUNS_ITSELF},
    **{(each, Turn.ENDED): Life.CLOSED for each in Life if each is not Life.CLOSED},
}
"""All that can happen: what stands in no line changes nothing."""


class SetStep(Base):
    """That something happened to a set: never changed. `actor_id`: who did it; None where it came to be."""

    __tablename__ = "set_step"

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    turn: Mapped[Turn]
    former: Mapped[Life]
    life: Mapped[Life]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime] = mapped_column(default=clock.now)

    actor: Mapped[Person | None] = relationship()

    @classmethod
    def of(cls, space_id: int) -> "Sequence[SetStep]":
        """All of a set, the newest first."""
        query = sa.select(cls).where(cls.space_id == space_id).options(joinedload(cls.actor))
        return session.scalars(query.order_by(cls.id.desc())).unique().all()

    @classmethod
    def last_silence(cls, space_id: int) -> "SetStep | None":
        """When it last fell silent."""
        query = sa.select(cls).where(cls.space_id == space_id, cls.turn == Turn.FELL_SILENT)
        return session.scalars(query.order_by(cls.id.desc()).limit(1)).one_or_none()


class Offer(StrEnum):
    """What whoever looks after the network can do for a dormant set, which they don't read."""

    REBOOK = "rebook"
    RE_FORM = "re_form"
    CLOSE = "close"

    @property
    def label(self) -> str:
        return _OFFERS[self]


_OFFERS = {
    Offer.REBOOK: "Meet again: make a date",
    Offer.RE_FORM: "Go on together with another set",
    Offer.CLOSE: "Close well",
}


class SetOffer(Base):
    """That one of these was offered to a dormant set, by whom and when; once each time that it is dormant."""

    __tablename__ = "set_offer"

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    kind: Mapped[Offer]
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime] = mapped_column(default=clock.now)

    actor: Mapped[Person] = relationship()

    @classmethod
    def open_in(cls, space_id: int) -> "Sequence[SetOffer]":
        """What was offered since it last fell silent, in the order of offering."""
        silence = SetStep.last_silence(space_id)
        if silence is None:
            return []
        query = sa.select(cls).where(cls.space_id == space_id, cls.offered_at >= silence.taken_at)
        return session.scalars(query.options(joinedload(cls.actor)).order_by(cls.id)).unique().all()
