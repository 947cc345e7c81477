"""The floor of a meeting: what is said there, in rows of its own apart from the set's room, and whose turn it is."""

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.db import Base, Id, session
from cop.models.meetings import Meeting
from cop.models.meetings_people import MeetingStay
from cop.models.meetings_speaking import LineKind
from cop.models.meetings_states import MeetingState
from cop.models.meetings_timings import Channel
from cop.models.people import Person
from cop.models.states import Sent


class MeetingLine(Sent, Base):
    """Something said at a meeting. `seq` is its place among all of them; in a slot it goes with that slot."""

    __tablename__ = "meeting_line"
    __table_args__ = (
        UniqueConstraint("author_id", "key"),
        UniqueConstraint("meeting_id", "seq"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_slot.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seq: Mapped[int]
    phase: Mapped[MeetingState]
    stretch: Mapped[int]
    kind: Mapped[LineKind]
    text: Mapped[str]
    is_sat_with: Mapped[bool] = mapped_column(default=False)

    author: Mapped[Person] = relationship()

    @classmethod
    def was_said_to(cls, person_id: int) -> sa.ColumnElement[bool]:
        """The condition that somebody was there when it was said. To be used in a select that joins Meeting."""
        last = sa.func.coalesce(MeetingStay.to_seq, MeetingStay.heard)
        return sa.exists().where(
            MeetingStay.meeting_id == cls.meeting_id,
            MeetingStay.person_id == person_id,
            MeetingStay.from_seq < cls.seq,
            sa.or_(last >= cls.seq, MeetingStay.goes_on(Meeting.channel == Channel.ASYNC)),
        )


class MeetingTurn(Base):
    """Somebody's turns in a round of a phase. `raised` is the meeting's pulse when their hand went up; `spoken` how
    often they have had the floor or asked.
    """

    __tablename__ = "meeting_turn"
    __table_args__ = (
        UniqueConstraint("meeting_id", "stretch", "round", "person_id"),
        CheckConstraint("NOT (has_passed AND raised IS NOT NULL)", name="up_or_passed"),
        Index("ix_meeting_turn_slot_id", "slot_id"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_slot.id", ondelete="CASCADE"))
    stretch: Mapped[int]
    round: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    raised: Mapped[int | None]
    spoken: Mapped[int] = mapped_column(default=0)
    asked: Mapped[int] = mapped_column(default=0)
    has_passed: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship()


def in_turn(turns: list[MeetingTurn]) -> list[MeetingTurn]:
    """Those whose hands are up: first who has not spoken in this round yet, among them who raised theirs first."""
    up = [each for each in turns if each.raised is not None]
    return sorted(up, key=lambda each: (each.spoken > 0, each.raised))


def forget_floor(*, slot_id: int) -> None:
    """Delete what was said in a slot, and whose turn it was there."""
    for kind in (MeetingLine, MeetingTurn):
        session.execute(
            sa.delete(kind).where(kind.slot_id == slot_id).execution_options(synchronize_session=False)
        )
