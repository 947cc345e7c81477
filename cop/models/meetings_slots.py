"""Bids for time in a meeting, the slots that they become, and for how long the other phases are."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.meetings_states import MeetingState
from cop.models.people import Person

TITLE_LIMIT = 80
LEAST_MINUTES, MOST_MINUTES = 10, 120
MOST_DAYS = 14


class BidState(StrEnum):
    PLACED = "placed"
    TAKEN = "taken"
    """It became a slot, which came."""
    DEFERRED = "deferred"
    """It waits for the set's next meeting."""
    CARRIED = "carried"
    """It stands in a later meeting, as another bid."""


class SlotState(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class MeetingBid(Base):
    """One of each person in a meeting. `priority` is how often it was deferred. Its title goes by the schedule."""

    __tablename__ = "meeting_bid"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        CheckConstraint("urgency BETWEEN 1 AND 3", name="urgency"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str]
    minutes: Mapped[int]
    urgency: Mapped[int]
    priority: Mapped[int] = mapped_column(default=0)
    state: Mapped[BidState] = mapped_column(default=BidState.PLACED)
    placed_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship()


class MeetingSlot(Base):
    """Somebody's time in a meeting. `place` is its place in the agenda. What was said in it stands in lines; how many
    questions and statements there were, and how many were let sit, is counted here.
    """

    __tablename__ = "meeting_slot"

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    bid_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_bid.id", ondelete="SET NULL"))
    presenter_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    place: Mapped[int]
    minutes: Mapped[int]
    state: Mapped[SlotState] = mapped_column(default=SlotState.WAITING)
    is_ready: Mapped[bool] = mapped_column(default=False)
    wants_resources: Mapped[bool] = mapped_column(default=False)
    has_no_action: Mapped[bool] = mapped_column(default=False)
    agrees_summary: Mapped[bool] = mapped_column(default=False)
    questions: Mapped[int] = mapped_column(default=0)
    statements: Mapped[int] = mapped_column(default=0)
    sat_with: Mapped[int] = mapped_column(default=0)

    presenter: Mapped[Person] = relationship()
    bid: Mapped[MeetingBid | None] = relationship()

    def withdraw(self) -> None:
        """Keep of it that it was withdrawn, and nothing else."""
        self.state = SlotState.WITHDRAWN
        self.questions = self.statements = self.sat_with = 0
        self.is_ready = self.wants_resources = self.has_no_action = self.agrees_summary = False
        if self.bid is not None:
            self.bid.title = ""


class MeetingTiming(Base):
    """Minutes of a phase of a meeting, which can be changed before its start."""

    __tablename__ = "meeting_timing"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    phase: Mapped[MeetingState] = mapped_column(primary_key=True)
    minutes: Mapped[int]
