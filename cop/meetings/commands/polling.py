"""A set finds the date of its next meeting: dates are proposed and answered, and the host confirms one (SM2)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from cop import policy
from cop.db import command, record, session
from cop.errors import Conflict, Invalid
from cop.events import DateProposed, DatesAnswered, MeetingArranged
from cop.meetings.commands.convening import Draft, arrange, sent_before, set_under_lock
from cop.meetings.commands.dates import in_window, to_come
from cop.meetings.commands.moving import NO_WAY, take
from cop.meetings.commands.scenes import Scene, scene_of
from cop.meetings.queries.contracts import quorum
from cop.models import DateAnswer, Meeting, MeetingDate, Space
from cop.models.meetings_dates import MOST_DATES, Suits
from cop.models.meetings_states import MeetingState, Part, way
from cop.models.states import digest

NOT_ASKED = "No dates are asked for any more: look at the meeting."
ONE_AT_A_TIME = "Dates for the next meeting are proposed already. Add yours to them."
CHANGED = "The proposed dates have changed in the meantime. Look at them, then answer again."
GONE = "That date has been withdrawn in the meantime, or has gone by. Choose another."


@dataclass(frozen=True, slots=True)
class Asked:
    """The dates that somebody proposes, and until when they ask for answers (None: until the host confirms one)."""

    dates: tuple[datetime, ...]
    host_id: int
    facilitator_id: int | None = None
    answer_by: datetime | None = None


@command
def ask_for_dates(*, actor_id: int, slug: str, asked: Asked, key: str) -> Meeting:
    """Propose dates for the next meeting of the set `slug`, which is held as its last one was; the same again under
    `key` returns the first. Raises as `convene`, Invalid (dates, answer_by), and Conflict while others are proposed.
    """
    space, actor = set_under_lock(slug, actor_id)
    sent = digest("dates", space.id, str(asked))
    if earlier := sent_before(actor_id, key, sent):
        return earlier
    if session.scalar(sa.select(Meeting.id).where(*_proposed(space.id)).limit(1)) is not None:
        raise Conflict(ONE_AT_A_TIME)
    dates = sorted({to_come(each, field="dates") for each in asked.dates})
    if not 1 <= len(dates) <= MOST_DATES:
        raise Invalid(f"Propose 1 to {MOST_DATES} dates.", field="dates")
    if asked.answer_by is not None and to_come(asked.answer_by, field="answer_by") > dates[-1]:
        raise Invalid("Ask for answers until a day before the last of the dates.", field="answer_by")
    meeting = arrange(space, actor, draft=_draft(space, asked, dates[0]), key=key, sent=sent)
    meeting.answer_by = asked.answer_by
    session.add_all(_row(meeting, actor.id, each) for each in dates)
    session.flush()
    return meeting


def _proposed(space_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return Meeting.space_id == space_id, Meeting.state == MeetingState.PROPOSED


def _draft(space: Space, asked: Asked, starts_at: datetime) -> Draft:
    """As the last one was, with the quorum that the set has now."""
    query = sa.select(Meeting).where(Meeting.space_id == space.id, Meeting.recorded_at.is_not(None))
    last = session.scalars(query.order_by(Meeting.starts_at.desc()).limit(1)).one_or_none()
    draft = Draft(
        starts_at=starts_at,
        host_id=asked.host_id,
        facilitator_id=asked.facilitator_id,
        quorum=quorum(space),
        is_proposal=True,
    )
    if last is None:
        return draft
    return replace(draft, template=last.template, channel=last.channel, is_strict=last.is_strict)


def _row(meeting: Meeting, proposer_id: int, starts_at: datetime) -> MeetingDate:
    return MeetingDate(meeting_id=meeting.id, proposer_id=proposer_id, starts_at=starts_at)


@command
def propose_date(*, actor_id: int, meeting_id: int, starts_at: datetime | None) -> Meeting:
    """Propose another date; one that is there stays as it is. Raises NotFound, Conflict, Invalid (starts_at)."""
    scene = _asked(meeting_id, actor_id)
    moment, dates = to_come(starts_at), MeetingDate.of(scene.meeting)
    if any(each.starts_at == moment for each in dates):
        return scene.meeting
    if len(dates) >= MOST_DATES:
        raise Invalid(f"{MOST_DATES} dates are enough. Withdraw one first.", field="starts_at")
    session.add(_row(scene.meeting, actor_id, moment))
    _settle_start(scene.meeting)
    record(DateProposed(meeting_id, actor_id))
    return scene.meeting


@command
def withdraw_date(*, actor_id: int, meeting_id: int, date_id: int) -> Meeting:
    """Take a proposed date back, and all that was answered to it: whoever proposed it does, or the host. A repeat
    changes nothing. Raises NotFound, Forbidden, Conflict.
    """
    scene = _asked(meeting_id, actor_id)
    date = next((each for each in MeetingDate.of(scene.meeting) if each.id == date_id), None)
    if date is None:
        return scene.meeting
    is_theirs = date.proposer_id == actor_id or Part.HOST in scene.parts
    policy.require(is_theirs, "Whoever proposed a date withdraws it, or the host.")
    session.delete(date)
    _settle_start(scene.meeting)
    return scene.meeting


@command
def answer_dates(*, actor_id: int, meeting_id: int, answers: Mapping[int, Suits]) -> Meeting:
    """Say how dates suit one, or say it otherwise. Raises NotFound, Conflict where one of them is proposed no more."""
    scene = _asked(meeting_id, actor_id)
    if not answers.keys() <= {each.id for each in MeetingDate.of(scene.meeting)}:
        raise Conflict(CHANGED)
    DateAnswer.say(actor_id, answers)
    record(DatesAnswered(meeting_id, actor_id))
    scene.meeting.change()
    return scene.meeting


@command
def confirm_date(*, actor_id: int, meeting_id: int, date_id: int, is_meant: bool = False) -> Meeting:
    """Let the meeting be on that date: its host does. The others are told. Raises NotFound, Forbidden, Conflict, and
    Invalid (outside) where the programme has other days for it, unless that `is_meant`.
    """
    scene = _asked(meeting_id, actor_id)
    meeting = scene.meeting
    date = next((each for each in MeetingDate.of(meeting) if each.id == date_id and each.is_to_come), None)
    if date is None:
        raise Conflict(GONE)
    found = way(meeting.state, MeetingState.SCHEDULED)
    if found is None:
        raise Conflict(NO_WAY)
    policy.require(Part.HOST in scene.parts, "The host confirms the date.")
    in_window(meeting.space, date.starts_at, is_meant=is_meant)
    take(scene, found)
    meeting.starts_at, meeting.answer_by = date.starts_at, None
    record(MeetingArranged(meeting_id, actor_id))
    return meeting


def _asked(meeting_id: int, actor_id: int) -> Scene:
    """The meeting while dates are proposed for it, for who takes part in it."""
    scene = scene_of(meeting_id, actor_id)
    if scene.meeting.state is not MeetingState.PROPOSED:
        raise Conflict(NOT_ASKED)
    return scene


def _settle_start(meeting: Meeting) -> None:
    """It stands where the earliest of its dates is."""
    session.flush()
    earliest = [each.starts_at for each in MeetingDate.of(meeting)][:1]
    meeting.starts_at = earliest[0] if earliest else meeting.starts_at
    meeting.change()
