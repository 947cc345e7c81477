"""Letters: mail that waits to be sent. A letter names its subject by id; its words are made when it is sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import Base, Id, record, session
from cop.events import LetterWritten

WAITING = text("sent_at IS NULL AND given_up_at IS NULL")
TRIES = 5


class LetterKind(StrEnum):
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a kind of letter
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a kind of letter
    DECISION = "decision"


class Letter(Base):
    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_waiting", "id", sqlite_where=WAITING, postgresql_where=WAITING),)

    id: Mapped[Id]
    kind: Mapped[LetterKind]
    address: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]

    @classmethod
    def write(cls, kind: LetterKind, *, address: str, **about: int | None) -> "Letter":
        """Put a letter in the post; a job sends it once this command stands."""
        letter = cls(kind=kind, address=address, **about)
        session.add(letter)
        session.flush()
        record(LetterWritten(letter.id))
        return letter

    def fail(self) -> None:
        """Count a failed try; after the last the letter is given up and kept."""
        self.tries += 1
        if self.tries >= TRIES:
            self.given_up_at = clock.now()
