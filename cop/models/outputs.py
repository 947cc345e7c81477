"""What an event has come to, the programmes that build on it, and who came to it from outside."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.db import Base, Id
from cop.models.gatherings import Gathering
from cop.models.programmes import Programme


class Output(Base):
    """One thing that a visit or an event has come to; `address` is where it stands on the web, if anywhere."""

    __tablename__ = "gathering_output"

    id: Mapped[Id]
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    title: Mapped[str]
    address: Mapped[str] = mapped_column(default="")

    gathering: Mapped[Gathering] = relationship()


class Citation(Base):
    """That a programme builds on an output (domain.md A08)."""

    __tablename__ = "output_citation"
    __table_args__ = (UniqueConstraint("programme_id", "output_id"),)

    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    output_id: Mapped[int] = mapped_column(ForeignKey("gathering_output.id", ondelete="CASCADE"), index=True)

    programme: Mapped[Programme] = relationship()
    output: Mapped[Output] = relationship()


class Outsider(Base):
    """Somebody without an account who comes to an event, as whoever arranges it has typed them: they alone read it, and
    it goes a while after the event.
    """

    __tablename__ = "outsider"

    id: Mapped[Id]
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    name: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")

    gathering: Mapped[Gathering] = relationship()
