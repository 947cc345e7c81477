"""Who is at a meeting: when they came and went, what they agreed to, and what they say yes or no to.

Somebody is there from when they come in until they leave or have not been seen for `ABSENT_AFTER`; over days, until
they leave. What was said while they were not there they never read: a stay says which lines were said in it.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.meetings import Meeting
from cop.models.meetings_choices import Office
from cop.models.meetings_timings import Channel
from cop.models.memberships import Membership
from cop.models.people import Person

GREY_AFTER = timedelta(seconds=20)
"""Not seen for so long somebody is shown as away; a presenter whose page is open is then waited for."""
OUT_AFTER = timedelta(minutes=2)
"""Not seen for so long they are left out of the round."""
ABSENT_AFTER = timedelta(minutes=5)
"""Not seen for so long they are not there: what is said from then on is not for them."""

HERE = text("ended_at IS NULL")


class MeetingAttendance(Base):
    """Somebody of the set, and a meeting: they came, or sent apologies. `ticked_at` is when they agreed to the ground
    rules of the day and the statement on confidentiality, of which `rules` was the version.
    """

    __tablename__ = "meeting_attendance"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    came_at: Mapped[datetime | None]
    is_sorry: Mapped[bool] = mapped_column(default=False)
    ticked_at: Mapped[datetime | None]
    rules: Mapped[int | None]
    stopped_clock_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class MeetingStay(Base):
    """From when to when somebody was at a meeting, by its lines: those after `from_seq` up to `to_seq` were said to
    them. `heard` is the last one when they were seen last: of who goes without a word the stay ends there. `is_live` is
    that their page keeps in touch by itself.
    """

    __tablename__ = "meeting_stay"
    __table_args__ = (
        Index(
            "uq_meeting_stay_open",
            "meeting_id",
            "person_id",
            unique=True,
            sqlite_where=HERE,
            postgresql_where=HERE,
        ),
    )

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_seq: Mapped[int]
    to_seq: Mapped[int | None]
    heard: Mapped[int]
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    is_live: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    def see(self, meeting: Meeting) -> None:
        """Their person is there at this moment."""
        self.seen_at, self.heard = clock.now(), meeting.said
        if self.person_id == meeting.presenter_id:
            meeting.goes_on_without = False

    def end(self, at_seq: int) -> None:
        self.to_seq, self.ended_at = at_seq, clock.now()

    @classmethod
    def lasts(cls, meeting: Meeting) -> sa.ColumnElement[bool]:
        """The condition that somebody is at `meeting` now, as far as they were seen."""
        return sa.and_(
            cls.meeting_id == meeting.id, cls.goes_on(sa.literal(meeting.channel is Channel.ASYNC))
        )

    @classmethod
    def goes_on(cls, is_over_days: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        """The condition that a stay has not ended, not even without a word."""
        return sa.and_(cls.ended_at.is_(None), sa.or_(is_over_days, cls.seen_at > clock.now() - ABSENT_AFTER))

    @classmethod
    def end_of_former(cls, space_id: int, person_ids: Collection[int]) -> None:
        """Let none of these people who belong to a set no more be at its meetings. Its row is locked already."""
        of_set = sa.select(Meeting.id).where(Meeting.space_id == space_id)
        belongs = sa.exists().where(
            Membership.person_id == cls.person_id, Membership.space_id == space_id, Membership.reads()
        )
        cls.end_those(cls.meeting_id.in_(of_set), cls.person_id.in_(person_ids), ~belongs)

    @classmethod
    def end_those(cls, *which: sa.ColumnElement[bool]) -> None:
        """Let these stays end where they have not: now, and of who went without a word before where they were seen
        last. Their sets are locked already.
        """
        of_meeting = Meeting.id == cls.meeting_id
        said = sa.select(Meeting.said).where(of_meeting).scalar_subquery()
        over_days = sa.select(Meeting.channel).where(of_meeting).scalar_subquery() == Channel.ASYNC
        last = sa.case((cls.goes_on(over_days), said), else_=cls.heard)
        ended = sa.update(cls).where(*which, cls.ended_at.is_(None))
        session.execute(
            ended.values(to_seq=last, ended_at=clock.now()).execution_options(synchronize_session=False)
        )

    def is_away(self, after: timedelta) -> bool:
        """Whether they have not been seen for so long."""
        return clock.now() - self.seen_at > after

    def is_cut_off(self, after: timedelta) -> bool:
        """Whether their page was in touch and has not been for so long. One without a script never is, and its silence
        says nothing: somebody may talk, or write, for longer than that.
        """
        return self.is_live and self.is_away(after)


class Matter(StrEnum):
    """What people say yes or no to in a meeting."""

    SMALL = "small"
    """To begin with fewer than agreed; without a quorum, to hold a support meeting."""
    ORDER = "order"
    EXTEND = "extend"
    TAKE = "take"
    """No is an objection to who takes over."""
    END = "end"
    """Yes is that the facilitator or the host has asked the presenter whether the meeting may end."""


class MeetingVoice(Base):
    """What somebody says about a matter, until it is settled."""

    __tablename__ = "meeting_voice"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    matter: Mapped[Matter] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    is_for: Mapped[bool]


class MeetingHandover(Base):
    """An office that its holder offers to somebody, who has to accept it."""

    __tablename__ = "meeting_handover"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    office: Mapped[Office] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    offered_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship()
