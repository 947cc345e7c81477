"""How rows go that were kept for long enough: a step for each kind that goes by rows; how a contribution is emptied.

Where something else still names a row, it stays and what it said goes. Bytes of files go after it, by the sweep that
finds them without a row.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa

from cop.db import Base, session
from cop.models.address_changes import AddressChange
from cop.models.applications import Application
from cop.models.drafts import RoomDraft
from cop.models.forum_drafts import ForumDraft
from cop.models.gatherings import AccessNote
from cop.models.invitations import Invitation, Place
from cop.models.keeping import Kept
from cop.models.keeping_rows import KeepingRun
from cop.models.letters import Letter
from cop.models.meetings import Meeting
from cop.models.meetings_before import MeetingNote
from cop.models.meetings_floor import MeetingLine
from cop.models.meetings_outcomes import MeetingAction
from cop.models.meetings_slots import MeetingBid
from cop.models.messages import Message
from cop.models.notices import Notice
from cop.models.outputs import Outsider
from cop.models.passkeys import SpentChallenge
from cop.models.posts import Post
from cop.models.presences import Presence
from cop.models.purging import clear
from cop.models.reports import Finding, Report
from cop.models.requests import JoinRequest
from cop.models.reviews import Review
from cop.models.sign_ins import SignIn
from cop.models.throttles import Throttle
from cop.models.topics import TopicReading, TopicState
from cop.models.waves import Wave, WaveRow

Keys: TypeAlias = Sequence[Any]
Step: TypeAlias = Callable[[Keys], None]

AT_ONCE = 500
"""Rows of a kind that go in one transaction."""

SOMEBODY = "Somebody who applied"
UNTITLED = "A topic whose first post is kept no more"
BESIDE = ("Earlier texts", "Reactions", "Mentions", "Drafts", "Files")
"""What goes with the words of a contribution, by the names of stores in purging.py. What others wrote about it has a
period of its own.
"""


def part_with(kind: Kept, keys: Keys) -> None:
    """Let the rows with these keys go, which must be locked."""
    STEPS[kind](keys)


def empty(subject: Post | Message) -> None:
    """Keep nothing of what it said; it stays what it is to readers. Its space, topic and own row must be locked."""
    clear(subject, BESIDE)
    if isinstance(subject, Post) and subject.is_opening and subject.topic.state is not TopicState.OPEN:
        subject.topic.rename(UNTITLED)
    subject.forget_words()


def _run(statement: sa.Update | sa.Delete) -> None:
    session.execute(statement.execution_options(synchronize_session=False))


def _deleted(table: type[Base]) -> Step:
    key = sa.inspect(table).primary_key
    which = sa.tuple_(*key) if len(key) > 1 else key[0]
    return lambda keys: _run(sa.delete(table).where(which.in_(keys)))


def _emptied(table: Any, **values: Any) -> Step:
    return lambda keys: _run(sa.update(table).where(table.id.in_(keys)).values(**values))


def _deleted_with_letters(keys: Keys) -> None:
    _run(sa.delete(Letter).where(Letter.application_id.in_(keys)))
    _deleted(Application)(keys)


def _deleted_with_places(keys: Keys) -> None:
    """Lists and applications that led to one lead to none."""
    _run(sa.update(WaveRow).where(WaveRow.invitation_id.in_(keys)).values(invitation_id=None))
    _run(sa.update(Application).where(Application.invitation_id.in_(keys)).values(invitation_id=None))
    _run(sa.delete(Letter).where(Letter.invitation_id.in_(keys)))
    _run(sa.delete(Place).where(Place.invitation_id.in_(keys)))
    _deleted(Invitation)(keys)


def forget_waves(keys: Keys) -> None:
    _run(sa.delete(WaveRow).where(WaveRow.wave_id.in_(keys)))
    _deleted(Wave)(keys)


STEPS: dict[Kept, Step] = {
    Kept.DRAFTS: _deleted(ForumDraft),
    Kept.ROOM_DRAFTS: _deleted(RoomDraft),
    Kept.MEETING_LINES: _deleted(MeetingLine),
    Kept.MEETING_BIDS: _emptied(MeetingBid, title=""),
    Kept.MEETING_ACTIONS: _emptied(MeetingAction, text="", first_step="", support=""),
    Kept.MEETINGS: _deleted(Meeting),
    Kept.MEETING_NOTES: _deleted(MeetingNote),
    Kept.ACCESS_NOTES: _deleted(AccessNote),
    Kept.OUTSIDERS: _deleted(Outsider),
    Kept.DISCARDED: _deleted(ForumDraft),
    Kept.REPORTS: _emptied(Report, reason=""),
    Kept.APPEALS: _emptied(Review, plea=""),
    Kept.FINDINGS: _deleted(Finding),
    Kept.UNCONFIRMED: _deleted_with_letters,
    Kept.APPLICATIONS: _emptied(
        Application, name=SOMEBODY, email="", elsewhere="", statement="", question="", answer=""
    ),
    Kept.INVITATIONS: _deleted_with_places,
    Kept.REQUESTS: _emptied(JoinRequest, said=""),
    Kept.WAVES: forget_waves,
    Kept.LETTERS: _deleted(Letter),
    Kept.NOTICES: _deleted(Notice),
    Kept.SIGN_INS: _deleted(SignIn),
    Kept.ADDRESS_CHANGES: _deleted(AddressChange),
    Kept.PRESENCES: _deleted(Presence),
    Kept.READINGS: _deleted(TopicReading),
    Kept.THROTTLES: _deleted(Throttle),
    Kept.CHALLENGES: _deleted(SpentChallenge),
    Kept.RUNS: _deleted(KeepingRun),
}
"""The kinds that go by rows. Contributions go one by one, files with their bytes, lines as their rooms say."""
