"""Inquiries: open questions to the network or to some of its organisations, and what comes back (domain.md B11)."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.organisations import Organisation
from cop.models.people import Person
from cop.models.states import Sent
from cop.models.topics import Topic


class Readers(StrEnum):
    """Who reads a response, with its author's name beside it: its author chooses."""

    ORGANISERS = "organisers"
    ALL = "all"


class Inquiry(Sent, Base):
    """Open questions until the end of `closes_on`, to all members or to those of `organisations`. What came of it is
    the `report`, which is read once it is published, beside its themes; `document` is what a paper at `address` is
    called. `version` is raised by each change.
    """

    __tablename__ = "inquiry"

    id: Mapped[Id]
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    closes_on: Mapped[date] = mapped_column(sa.Date)
    is_for_all: Mapped[bool] = mapped_column(default=True)
    opener_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    report: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    key: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None]

    topic: Mapped[Topic | None] = relationship()
    questions: Mapped[list["InquiryQuestion"]] = relationship(order_by="InquiryQuestion.place")
    organisations: Mapped[list[Organisation]] = relationship(
        secondary="inquiry_organisation", order_by="Organisation.name"
    )
    themes: Mapped[list["InquiryTheme"]] = relationship(order_by="InquiryTheme.id", back_populates="inquiry")

    @property
    def is_open(self) -> bool:
        """Whether it still takes responses."""
        return clock.today() <= self.closes_on

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class InquiryQuestion(Base):
    """One of its questions, in the order of `place`."""

    __tablename__ = "inquiry_question"

    id: Mapped[Id]
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id"), index=True)
    place: Mapped[int]
    text: Mapped[str]


class InquiryOrganisation(Base):
    """An organisation whose members are asked."""

    __tablename__ = "inquiry_organisation"

    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)


class InquiryResponse(Base):
    """What somebody of `organisation`, as it was then, answers; theirs alone until it is sent. `may_quote` is their yes
    to being quoted word for word.
    """

    __tablename__ = "inquiry_response"
    __table_args__ = (UniqueConstraint("inquiry_id", "person_id"),)

    id: Mapped[Id]
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    readers: Mapped[Readers] = mapped_column(default=Readers.ORGANISERS)
    may_quote: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)

    inquiry: Mapped[Inquiry] = relationship()
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    answers: Mapped[list["InquiryAnswer"]] = relationship(
        primaryjoin="and_(foreign(InquiryAnswer.person_id) == InquiryResponse.person_id,"
        " foreign(InquiryAnswer.inquiry_id) == InquiryResponse.inquiry_id)",
        order_by="InquiryAnswer.question_id",
        viewonly=True,
    )


class InquiryAnswer(Base):
    """What a person says to one of the questions."""

    __tablename__ = "inquiry_answer"
    __table_args__ = (UniqueConstraint("question_id", "person_id"),)

    id: Mapped[Id]
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("inquiry_question.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]


class InquiryTheme(Base):
    """What several responses come to, in words of those who keep the inquiry."""

    __tablename__ = "inquiry_theme"

    id: Mapped[Id]
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id"), index=True)
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")

    inquiry: Mapped[Inquiry] = relationship(back_populates="themes")


class ThemedResponse(Base):
    """That the response of a person lies under a theme. With it goes nothing of the response."""

    __tablename__ = "themed_response"

    theme_id: Mapped[int] = mapped_column(ForeignKey("inquiry_theme.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
