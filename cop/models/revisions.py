"""What contributions said before an edit."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.people import Person

if TYPE_CHECKING:
    from cop.models.messages import Message
    from cop.models.posts import Post


class PostRevision(Base):
    """What a post said before an edit, and what its topic was called where the edit gave that another title."""

    __tablename__ = "post_revision"
    __table_args__ = (UniqueConstraint("post_id", "number"),)

    id: Mapped[Id]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    number: Mapped[int]
    text: Mapped[str]
    title: Mapped[str | None]
    editor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    replaced_at: Mapped[datetime] = mapped_column(default=clock.now)

    post: Mapped["Post"] = relationship(back_populates="revisions")
    editor: Mapped[Person] = relationship()


class MessageRevision(Base):
    """What a message said before an edit."""

    __tablename__ = "message_revision"
    __table_args__ = (UniqueConstraint("message_id", "number"),)

    id: Mapped[Id]
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    number: Mapped[int]
    text: Mapped[str]
    editor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    replaced_at: Mapped[datetime] = mapped_column(default=clock.now)

    message: Mapped["Message"] = relationship(back_populates="revisions")
    editor: Mapped[Person] = relationship()
