"""Visits and events: days on which people come together besides their workshops, and who has a place at one."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, record, session
from cop.events import PlaceGiven
from cop.models.people import Person
from cop.models.posts import Post
from cop.models.spaces import Space
from cop.models.states import Sent
from cop.models.topics import Topic


class GatheringKind(StrEnum):
    """What it is (domain.md A08, A19, B19)."""

    VISIT = "visit"
    STAKEHOLDER_ENGAGEMENT = "stakeholder_engagement"
    CONFERENCE = "conference"
    OTHER = "other"


class Scope(StrEnum):
    """Whom it reaches (domain.md B27)."""

    NATIONAL = "national"
    REGIONAL = "regional"
    ORGANISATION = "organisation"


class Invited(StrEnum):
    """Who of the space is asked to come."""

    EVERYBODY = "everybody"
    DIRECTORS = "directors"
    MANAGERS = "managers"


class Gathering(Sent, Base):
    """A visit to a host, or an event. Its days are what somebody has set; `begins` and `ends` are UK times. `called` is
    the host of a visit and the name of an event, `venue` where to come, `partner` with whom it is organised. `places`
    None: for all who come. `over_at` is when its last day has ended. `sequence` is as that of a workshop.
    """

    __tablename__ = "gathering"

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    organiser_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    kind: Mapped[GatheringKind]
    called: Mapped[str]
    partner: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    day: Mapped[date] = mapped_column(sa.Date)
    last_day: Mapped[date | None] = mapped_column(sa.Date)
    begins: Mapped[time | None] = mapped_column(sa.Time)
    ends: Mapped[time | None] = mapped_column(sa.Time)
    venue: Mapped[str] = mapped_column(default="")
    places: Mapped[int | None]
    scope: Mapped[Scope] = mapped_column(default=Scope.ORGANISATION)
    region: Mapped[str] = mapped_column(default="")
    invited: Mapped[Invited] = mapped_column(default=Invited.EVERYBODY)
    key: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    cancelled_at: Mapped[datetime | None]
    over_at: Mapped[datetime]

    space: Mapped[Space] = relationship()
    organiser: Mapped[Person] = relationship()
    topic: Mapped[Topic | None] = relationship()

    @property
    def title(self) -> str:
        return f"Visit to {self.called}" if self.kind is GatheringKind.VISIT else self.called

    @property
    def has_begun(self) -> bool:
        """Whether its first day has come: nobody takes a place any more, and who went can say how it was."""
        return self.day <= clock.today()

    @property
    def is_over(self) -> bool:
        return self.over_at <= clock.now()

    @property
    def takes_names(self) -> bool:
        """Whether somebody can still sign up."""
        return self.cancelled_at is None and not self.has_begun

    def settle_end(self) -> None:
        """State when it is over, by its days."""
        self.over_at = clock.midnight((self.last_day or self.day) + timedelta(days=1))

    def turn(self) -> None:
        """State that when or where it is, or whether it is at all, has changed."""
        self.sequence += 1
        self.changed_at = clock.now()

    def let_in(self, *, asks: int | None = None) -> None:
        """Give each place that is free to whoever has waited longest, who is told, but for who `asks` at this moment.
        The row must be locked.
        """
        if not self.takes_names:
            return
        free = None if self.places is None else max(0, self.places - self.taken())
        waiting = sa.select(GatheringPlace).where(self._here(), ~GatheringPlace.is_given())
        for place in session.scalars(waiting.order_by(GatheringPlace.id).limit(free)).all():
            place.given_at = clock.now()
            if place.person_id != asks:
                record(PlaceGiven(self.id, place.person_id))

    def taken(self) -> int:
        """How many have a place."""
        given = sa.select(sa.func.count()).where(self._here(), GatheringPlace.is_given())
        return session.scalar(given) or 0

    def _here(self) -> sa.ColumnElement[bool]:
        return GatheringPlace.gathering_id == self.id


class GatheringPlace(Base):
    """That somebody signed up: they have a place since `given_at`, or wait for one in the order of the ids. `post_id`
    is of what they wrote about it afterwards, in its thread.
    """

    __tablename__ = "gathering_place"
    __table_args__ = (UniqueConstraint("gathering_id", "person_id"),)

    id: Mapped[Id]
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    given_at: Mapped[datetime | None]

    gathering: Mapped[Gathering] = relationship()
    person: Mapped[Person] = relationship()
    post: Mapped[Post | None] = relationship()

    @classmethod
    def is_given(cls) -> sa.ColumnElement[bool]:
        return cls.given_at.is_not(None)

    @classmethod
    def of(cls, person_id: int, gathering_id: int) -> "GatheringPlace | None":
        query = sa.select(cls).where(cls.person_id == person_id, cls.gathering_id == gathering_id)
        return session.scalars(query).one_or_none()


class AccessNote(Base):
    """What somebody needs to take part, for whoever organises it alone. Such words may be about health, so they are
    given by consent, can be taken back, and go once it is over (domain.md C05).
    """

    __tablename__ = "access_note"
    __table_args__ = (UniqueConstraint("gathering_id", "person_id"),)

    id: Mapped[Id]
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    consented_at: Mapped[datetime] = mapped_column(default=clock.now)

    gathering: Mapped[Gathering] = relationship()
    person: Mapped[Person] = relationship()

    @classmethod
    def of(cls, person_id: int, gathering_id: int) -> "AccessNote | None":
        query = sa.select(cls).where(cls.person_id == person_id, cls.gathering_id == gathering_id)
        return session.scalars(query).one_or_none()
