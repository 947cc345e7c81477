"""The calendar: everything with a date, as entries of the spaces that it is in. Who has more adds a source."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import raiseload

from cop import clock
from cop.db import session
from cop.models.gatherings import Gathering
from cop.models.meetings import Meeting
from cop.models.meetings_slots import MeetingTiming
from cop.models.meetings_states import MeetingState
from cop.models.meetings_timings import Channel
from cop.models.spaces import Space, SpaceKind
from cop.models.tasks import Task
from cop.models.workshops import Workshop

SEALED_AS = {SpaceKind.SET: "Set meeting", SpaceKind.PAIR: "Meeting"}
"""What is said in such a space stays there: of what is held in it a calendar says that alone, and when."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a date in a space. `uid` is the same for ever and in no other entry; `sequence` is raised by each
    change, of which the last was at `changed_at`. Without `begins` (aware) it is of the whole `day`, in the United
    Kingdom. `path` is the address of its page on this site.
    """

    uid: str
    space_id: int
    day: date
    what: str
    path: str
    changed_at: datetime
    sequence: int = 0
    begins: datetime | None = None
    ends: datetime | None = None
    where: str = ""
    is_cancelled: bool = False
    is_sealed: bool = False

    @property
    def order(self) -> tuple[date, datetime, str]:
        return self.day, self.begins or clock.midnight(self.day), self.uid

    def in_space(self, space: Space) -> "Entry":
        """As a calendar shows it."""
        word = SEALED_AS.get(space.kind)
        return self if word is None else replace(self, what=word, where="", is_sealed=True)


Source = Callable[[Sequence[int], date], Iterable[Entry]]
"""Ids of spaces and a day -> their entries from that day on, cancelled ones too. In one query."""


def _workshops(space_ids: Sequence[int], since: date) -> Iterable[Entry]:
    here = (Workshop.space_id.in_(space_ids), Workshop.day >= since)
    for each in session.scalars(sa.select(Workshop).where(*here)):
        yield Entry(
            uid=f"workshop-{each.id}",
            space_id=each.space_id,
            day=each.day,
            what=f"Day {each.number}: {each.title}",
            path=f"/workshops/{each.id}",
            changed_at=each.changed_at,
            sequence=each.sequence,
            begins=_moment(each.day, each.begins),
            ends=_moment(each.day, each.ends),
            where=each.venue,
            is_cancelled=each.cancelled_at is not None,
        )


def _tasks(space_ids: Sequence[int], since: date) -> Iterable[Entry]:
    """The days until which something is to be done."""
    for each in session.scalars(sa.select(Task).where(Task.space_id.in_(space_ids), Task.due_on >= since)):
        yield Entry(
            uid=f"task-{each.id}",
            space_id=each.space_id,
            day=each.due_on,
            what=f"Due: {each.title}",
            path=f"/tasks/{each.id}",
            changed_at=each.changed_at,
            sequence=each.sequence,
            is_cancelled=each.withdrawn_at is not None,
        )


def _meetings(space_ids: Sequence[int], since: date) -> Iterable[Entry]:
    """Those of sets that are booked, were held or were cancelled: one for which dates are proposed has none yet, and
    had none where they came to nothing.
    """
    here = (Meeting.space_id.in_(space_ids), Meeting.starts_at >= clock.midnight(since))
    had_none = sa.and_(Meeting.state == MeetingState.CANCELLED, Meeting.booked_at.is_(None))
    dated = (Meeting.state != MeetingState.PROPOSED, ~had_none)
    query = sa.select(Meeting, _planned()).options(raiseload("*")).where(*here, *dated)
    for each, minutes in session.execute(query):
        yield Entry(
            uid=f"meeting-{each.id}",
            space_id=each.space_id,
            day=each.starts_at.astimezone(clock.LONDON).date(),
            what="Set meeting",
            path=f"/meetings/{each.id}",
            changed_at=max(filter(None, (each.created_at, each.phase_began_at, each.ended_at))),
            sequence=each.version,
            begins=each.starts_at,
            ends=None if each.channel is Channel.ASYNC else each.starts_at + timedelta(minutes=int(minutes)),
            is_cancelled=each.state is MeetingState.CANCELLED,
        )


def _planned() -> sa.ColumnElement[int]:
    """For how many minutes a meeting is planned, the lobby before its start left out."""
    beside = sa.select(sa.func.coalesce(sa.func.sum(MeetingTiming.minutes), 0)).where(
        MeetingTiming.meeting_id == Meeting.id, MeetingTiming.phase != MeetingState.LOBBY
    )
    return beside.correlate(Meeting).scalar_subquery() + Meeting.slots_planned * Meeting.slot_minutes


def _gatherings(space_ids: Sequence[int], since: date) -> Iterable[Entry]:
    """Visits and events: one of several days stands at its first."""
    here = (Gathering.space_id.in_(space_ids), Gathering.day >= since)
    for each in session.scalars(sa.select(Gathering).where(*here)):
        yield Entry(
            uid=f"gathering-{each.id}",
            space_id=each.space_id,
            day=each.day,
            what=each.title,
            path=f"/gatherings/{each.id}",
            changed_at=each.changed_at,
            sequence=each.sequence,
            begins=_moment(each.day, each.begins),
            ends=_moment(each.last_day or each.day, each.ends),
            where=each.venue,
            is_cancelled=each.cancelled_at is not None,
        )


def _moment(day: date, at: time | None) -> datetime | None:
    """A time of a day in the United Kingdom."""
    return None if at is None else datetime.combine(day, at, clock.LONDON)


SOURCES: tuple[Source, ...] = (_workshops, _tasks, _meetings, _gatherings)
"""Whatever has dates. Who adds one shows in tests/programme/test_models_calendar.py what it says of a set."""


def entries(spaces: Iterable[Space], *, since: date) -> list[Entry]:
    """What is held in `spaces` from that day on, in its order. It is for who calls to ask for spaces that are read."""
    by_id = {space.id: space for space in spaces if space.kind is not SpaceKind.DIRECT}
    found = [entry for source in SOURCES for entry in source(list(by_id), since)] if by_id else []
    return sorted((each.in_space(by_id[each.space_id]) for each in found), key=lambda each: each.order)
