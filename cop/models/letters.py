"""Letters: mail that waits to be sent. A letter names its subject by id; its words are made when it is sent."""

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import Base, Id, record
from cop.events import LetterWritten
from cop.models.statements import write

WAITING = text("sent_at IS NULL AND given_up_at IS NULL")
TRIES = 7
FIRST_PAUSE = timedelta(minutes=5)
"""After the first failed try; each further pause is four times as long, some five days in all."""


class LetterKind(StrEnum):
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a kind of letter
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a kind of letter
    SECOND_STEP_CHANGED = "second_step_changed"
    IDENTITIES_CHANGED = "identities_changed"
    ADDRESS_WANTED = "address_wanted"
    ADDRESS_CHANGING = "address_changing"
    ADDRESS_CHANGED = "address_changed"
    ADDRESS_TAKEN_BACK = "address_taken_back"
    DECISION = "decision"
    WAITING = "waiting"
    APPLICATION = "application"
    TERM = "term"
    SUCCESSION = "succession"
    STATEMENT = "statement"
    INSPECTION = "inspection"
    LEAVING = "leaving"
    LEFT = "left"
    EXPORT = "export"
    WORKSHOP = "workshop"
    SET_MEETING = "set_meeting"
    REVIEW = "review"
    SET_HOSTING = "set_hosting"
    SET_SOON = "set_soon"
    SET_ACTION = "set_action"


class Letter(Base):
    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_waiting", "id", sqlite_where=WAITING, postgresql_where=WAITING),)

    id: Mapped[Id]
    kind: Mapped[LetterKind]
    address: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    role_id: Mapped[int | None] = mapped_column(ForeignKey("role.id"))
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    succession_id: Mapped[int | None] = mapped_column(ForeignKey("succession.id"))
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"))
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"), index=True)
    intention_id: Mapped[int | None] = mapped_column(ForeignKey("intention.id"))
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]

    @classmethod
    def write(cls, kind: LetterKind, *, address: str, **about: int | None) -> "Letter":
        """Put a letter in the post; a job sends it once this command stands."""
        return cls._post(cls(kind=kind, address=address, **about))

    @classmethod
    def write_after(
        cls, pause: timedelta, kind: LetterKind, *, address: str, **about: int | None
    ) -> "Letter":
        """The same for one that is sent after a pause: it says how things are then."""
        return cls._post(cls(kind=kind, address=address, due_at=clock.now() + pause, **about))

    @classmethod
    def _post(cls, letter: "Letter") -> "Letter":
        write(letter)
        record(LetterWritten(letter.id))
        return letter

    @classmethod
    def waits(cls) -> sa.ColumnElement[bool]:
        """The condition that a letter is to be sent now."""
        return sa.and_(cls.sent_at.is_(None), cls.given_up_at.is_(None), cls.due_at <= clock.now())

    @classmethod
    def is_untouched(cls) -> sa.ColumnElement[bool]:
        """The condition that nobody has begun to send it: it will say how things are when somebody does."""
        return sa.and_(cls.sent_at.is_(None), cls.given_up_at.is_(None), cls.tries == 0)

    def claim(self) -> bool:
        """Count a try and keep everybody else off until the next; False if it is not due. Its row must be locked."""
        if self.sent_at or self.given_up_at or self.due_at > clock.now():
            return False
        if self.tries >= TRIES:  # the process of the last try did not live to say how it ended
            self.fail()
            return False
        self.due_at = clock.now() + FIRST_PAUSE * 4**self.tries
        self.tries += 1
        return True

    def fail(self) -> None:
        """The try has failed; after the last one the letter is given up and kept."""
        if self.tries >= TRIES:
            self.given_up_at = clock.now()
