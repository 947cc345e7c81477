"""What is taken from a meeting: actions that go on, lines of what was learned, how the set worked, and a summary."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.people import Person

ACTION_LIMIT = 500
LEARNING_LIMIT = 500
SUMMARY_LIMIT = 4_000


class ActionState(StrEnum):
    OPEN = "open"
    PART = "part"
    NOT_DONE = "not_done"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {"part": "done in part", "not_done": "not done"}.get(self.value, self.value)

    @property
    def is_closed(self) -> bool:
        return self in CLOSED


CLOSED = (ActionState.DONE, ActionState.DROPPED)
IS_OPEN = sa.text("closed_at IS NULL")


class MeetingAction(Base):
    """What somebody is going to do; theirs alone to write. It opens the set's next meetings until it is done or
    dropped. `reminded_for` is the day of which they were reminded, `reviewed_in` the meeting in which they last said
    what became of it.
    """

    __tablename__ = "meeting_action"
    __table_args__ = (
        Index(
            "ix_meeting_action_open", "space_id", "owner_id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
        ),
    )

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"), index=True)
    slot_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting_slot.id", ondelete="SET NULL"), index=True
    )
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    due_on: Mapped[date | None]
    first_step: Mapped[str] = mapped_column(default="")
    support: Mapped[str] = mapped_column(default="")
    state: Mapped[ActionState] = mapped_column(default=ActionState.OPEN)
    reminded_for: Mapped[date | None]
    reviewed_in_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]

    owner: Mapped[Person] = relationship()

    def become(self, state: ActionState, *, meeting_id: int) -> None:
        """What its owner says in a meeting became of it."""
        self.state, self.reviewed_in_id = state, meeting_id
        self.closed_at = clock.now() if state.is_closed else None


class LearningKind(StrEnum):
    INSIGHT = "insight"
    """What a presenter takes from their slot."""
    LEARNING = "learning"
    REVIEW = "review"
    """What somebody learned from an action."""
    OFFER = "offer"
    """What others offered to a presenter, who saved it for themselves."""


class MeetingLearning(Base):
    """What somebody learned. It is theirs; the set reads it only where they share it."""

    __tablename__ = "meeting_learning"

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"), index=True)
    slot_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting_slot.id", ondelete="SET NULL"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[LearningKind]
    text: Mapped[str]
    is_shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship()


class MeetingScore(Base):
    """How somebody found that the set worked, from 1 to 5. Others see the mean."""

    __tablename__ = "meeting_score"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="one_to_five"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    score: Mapped[int]


class MeetingSummary(Base):
    """What the note taker wrote about process and actions. The set reads it once each presenter has said yes to it."""

    __tablename__ = "meeting_summary"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime] = mapped_column(default=clock.now)

    author: Mapped[Person] = relationship()
