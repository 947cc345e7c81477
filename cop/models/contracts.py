"""What a set has agreed on about how it meets; and what its members have said yes to (domain.md 2.5)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.errors import Conflict
from cop.models.lives import TURNS, Life, SetStep, Turn
from cop.models.spaces import Space

CADENCE, LEAST_CADENCE, MOST_CADENCE = 35, 7, 120
"""Days from one meeting to the next: as nobody has said otherwise, and within which bounds."""

MOST_MEETINGS, MOST_IN_ALL = 24, 240
"""In one run of a contract, and in all that it is renewed for."""

QUORUM, SMALL_QUORUM = 4, 3

LONGEST_KEPT = 90
KEEPINGS = (0, 7, 30, LONGEST_KEPT)
"""Days for which what is written in a meeting may be kept. Whichever is chosen, it goes when the next meeting closes
(domain.md 2.4).
"""

CHANGED = (
    "Somebody has changed this since you opened the page. What you typed is kept: look, and send it again."
)


class Contract(Base):
    """One for a set, from the first time that somebody there agrees on something. `meetings`: up to how many it has
    agreed to hold in all; 0 until it has said so. `version` counts what was changed in it; at `prompted_at` of its
    meetings it was last asked whether it goes on.
    """

    __tablename__ = "set_contract"
    __table_args__ = (
        CheckConstraint(f"meetings BETWEEN 0 AND {MOST_IN_ALL}", name="meetings"),
        CheckConstraint(f"cadence_days BETWEEN {LEAST_CADENCE} AND {MOST_CADENCE}", name="cadence"),
        CheckConstraint(f"keeps_days BETWEEN 0 AND {LONGEST_KEPT}", name="keeps"),
    )

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), unique=True)
    purpose: Mapped[str] = mapped_column(default="")
    meetings: Mapped[int] = mapped_column(default=0)
    cadence_days: Mapped[int] = mapped_column(default=CADENCE)
    keeps_days: Mapped[int] = mapped_column(default=LONGEST_KEPT)
    nudges: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=0)
    life: Mapped[Life] = mapped_column(default=Life.FORMING)
    concluded_at: Mapped[datetime | None]
    prompted_at: Mapped[int | None]
    begun_at: Mapped[datetime] = mapped_column(default=clock.now)

    space: Mapped[Space] = relationship()

    @classmethod
    def of(cls, space_id: int) -> "Contract | None":
        """That of a set; None where nobody has begun it."""
        return session.scalars(sa.select(cls).where(cls.space_id == space_id)).one_or_none()

    @classmethod
    def blank(cls, space: Space) -> "Contract":
        """What a set has that has agreed on nothing: in no database."""
        return cls(
            space_id=space.id,
            purpose="",
            meetings=0,
            cadence_days=CADENCE,
            keeps_days=LONGEST_KEPT,
            nudges=True,
            version=0,
            life=Life.FORMING,
        )

    def is_unchanged_since(self, seen: int) -> None:
        """Conflict if somebody changed it since its version `seen`."""
        if self.version != seen:
            raise Conflict(CHANGED)

    def agree(self, *, purpose: str, meetings: int, cadence_days: int, keeps_days: int, nudges: bool) -> None:
        self.purpose, self.meetings = purpose, meetings
        self.cadence_days, self.keeps_days, self.nudges = cadence_days, keeps_days, nudges
        self.version += 1

    def renew(self, more: int) -> None:
        """Agree to hold so many meetings more."""
        self.meetings += more
        self.version += 1

    def take(self, turn: Turn, *, actor_id: int | None = None) -> bool:
        """Let that happen to the set, as the table has it; whether it can. The space is locked."""
        if (self.life, turn) not in TURNS:
            return False
        former, life = self.life, TURNS[self.life, turn]
        silence = SetStep.last_silence(self.space_id) if life is None else None
        self.life = life or (silence.former if silence else former)
        if turn is Turn.CONCLUDED:
            self.concluded_at = clock.now()
        step = SetStep(space_id=self.space_id, turn=turn, former=former, life=self.life, actor_id=actor_id)
        session.add(step)
        session.flush()
        return True


class Question(StrEnum):
    """What members of a set say yes to, each for themselves."""

    SMALL_QUORUM = "small-quorum"
    SELF_FACILITATION = "self-facilitation"
    RE_FORM = "re-form"
    CLOSING = "closing"


class SetAnswer(Base):
    """That somebody says yes. A no is that there is none: nobody is shown to stand against the others."""

    __tablename__ = "set_answer"

    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    question: Mapped[Question] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    answered_at: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def yes_by(cls, space_id: int) -> "Mapping[Question, set[int]]":
        """Ids of who says yes in a set, by what is asked."""
        said: dict[Question, set[int]] = {question: set() for question in Question}
        for each in session.scalars(sa.select(cls).where(cls.space_id == space_id)):
            said[each.question].add(each.person_id)
        return said

    @classmethod
    def say(cls, space_id: int, question: Question, person_id: int) -> None:
        """Within a command that has locked the set: a repeat changes nothing."""
        if session.get(cls, (space_id, question, person_id)) is None:
            session.add(cls(space_id=space_id, question=question, person_id=person_id))

    @classmethod
    def forget(cls, space_id: int) -> None:
        """Nobody is asked anything any more."""
        session.execute(sa.delete(cls).where(cls.space_id == space_id))

    @classmethod
    def take_back(cls, space_id: int, question: Question, person_id: int) -> None:
        theirs = (cls.space_id == space_id, cls.question == question, cls.person_id == person_id)
        session.execute(sa.delete(cls).where(*theirs))
