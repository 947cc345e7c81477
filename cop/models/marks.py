"""Reactions to messages: which words there are, and who has said which."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.db import Base, Id
from cop.models.people import Person

if TYPE_CHECKING:
    from cop.models.messages import Message

MARKS = {"agree": "Agree", "thanks": "Thanks", "used": "I used this", "question": "Question"}
"""The reactions a message can carry: word on the wire -> word on the page."""


class Mark(Base):
    """A person's reaction to a message."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("message_id", "person_id", "word"),)

    id: Mapped[Id]
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    word: Mapped[str]

    message: Mapped["Message"] = relationship(back_populates="marks")
    person: Mapped[Person] = relationship()
