"""Who is looking at a room."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import Base


class Presence(Base):
    """When a person last looked at a room."""

    __tablename__ = "presence"
    __table_args__ = (Index("ix_presence_room", "space_id", "seen_at"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
