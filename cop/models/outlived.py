"""Which rows have been kept for long enough, by kind: one condition for the job that lets them go and for its dry run.

What is under a legal hold is never among them.
"""

from typing import Any

import sqlalchemy as sa

from cop.models.address_changes import AddressChange
from cop.models.applications import Application, ApplicationState
from cop.models.attachments import Attachment
from cop.models.drafts import RoomDraft
from cop.models.forum_drafts import ForumDraft, sheet_space_id
from cop.models.gatherings import AccessNote, Gathering
from cop.models.holds import held
from cop.models.invitations import Invitation, Place
from cop.models.keeping import Kept
from cop.models.keeping_rows import KeepingRun
from cop.models.letters import Letter
from cop.models.memberships import Membership
from cop.models.messages import Message
from cop.models.notices import Notice
from cop.models.outlived_meetings import OF_MEETINGS
from cop.models.outlived_rows import Rows
from cop.models.outputs import Outsider
from cop.models.passkeys import SpentChallenge
from cop.models.posts import Post
from cop.models.presences import Presence
from cop.models.reports import Finding, Report
from cop.models.requests import JoinRequest
from cop.models.retention import is_looked_at
from cop.models.reviews import Review
from cop.models.sign_ins import SignIn
from cop.models.states import State
from cop.models.throttles import Throttle
from cop.models.topics import Topic, TopicReading
from cop.models.waves import Wave, WaveRow


def _of_review(
    column: sa.orm.InstrumentedAttribute[Any], table: type[Report | Finding]
) -> sa.ScalarSelect[Any]:
    return sa.select(column).where(Review.id == table.review_id).correlate(table).scalar_subquery()


def _brought_up(
    table: type[Report | Finding],
    by_id: sa.orm.InstrumentedAttribute[int],
    *which: sa.ColumnElement[bool],
) -> Rows:
    """What is brought up in reviews that were decided."""
    about, space_id = _of_review(Review.author_id, table), _of_review(Review.space_id, table)
    stays = held(by_id, about, space_id=space_id)
    return Rows(table, _of_review(Review.decided_at, table), [*which, ~stays])


def _posts(*states: sa.ColumnElement[bool]) -> Rows:
    space_id = sa.select(Topic.space_id).where(Topic.id == Post.topic_id).correlate(Post).scalar_subquery()
    stays = sa.or_(is_looked_at(Post), held(Post.author_id, space_id=space_id))
    return Rows(Post, Post.taken_at, [*states, Post.text != "", ~stays])


def _messages(*states: sa.ColumnElement[bool]) -> Rows:
    stays = sa.or_(is_looked_at(Message), held(Message.author_id, space_id=Message.space_id))
    return Rows(Message, Message.taken_at, [*states, Message.text != "", ~stays])


def _was_read(table: type[Post | Message]) -> sa.ColumnElement[bool]:
    return sa.and_(table.state.in_([State.REMOVED, State.HIDDEN]), table.released_at.is_not(None))


def _was_never_read(table: type[Post | Message]) -> sa.ColumnElement[bool]:
    return sa.and_(table.state.in_([State.REMOVED, State.DECLINED]), table.released_at.is_(None))


def _applications() -> Rows:
    decided = (
        sa.select(Review.decided_at).where(Review.application_id == Application.id).correlate(Application)
    )
    ended = (ApplicationState.APPROVED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN)
    which = [
        Application.state.in_(ended),
        Application.confirmed_at.is_not(None),
        Application.email != "",
        ~held(email=Application.email, space_id=Application.cohort_id),
    ]
    return Rows(Application, sa.func.coalesce(decided.scalar_subquery(), Application.sent_at), which)


def _invitations() -> Rows:
    into = sa.select(Place.space_id).where(Place.invitation_id == Invitation.id).correlate(Invitation)
    stays = held(Invitation.inviter_id, email=Invitation.email, space_id=into)
    ended = sa.func.coalesce(Invitation.revoked_at, Invitation.expires_at)
    return Rows(Invitation, ended, [Invitation.accepted_at.is_(None), ~stays])


def is_held_wave() -> sa.ColumnElement[bool]:
    """The condition that a list names somebody who is under hold, however it was typed, or is from them."""
    named = sa.select(sa.func.lower(WaveRow.email)).where(WaveRow.wave_id == Wave.id).correlate(Wave)
    return held(Wave.actor_id, email=named)


def _waves() -> Rows:
    is_being_sent = sa.and_(Wave.sending_since.is_not(None), Wave.sent_at.is_(None))
    return Rows(Wave, Wave.created_at, [~is_being_sent, ~is_held_wave()])


def _appeals() -> Rows:
    which = [Review.appealed_id.is_not(None), Review.plea != ""]
    return Rows(Review, Review.decided_at, [*which, ~held(Review.author_id, space_id=Review.space_id)])


def _drafts(since: sa.orm.InstrumentedAttribute[Any], *which: sa.ColumnElement[bool]) -> Rows:
    return Rows(ForumDraft, since, [*which, ~held(ForumDraft.person_id, space_id=sheet_space_id())])


def _readings() -> Rows:
    """How far people have read where they belong no more. Staff read without belonging: for them it counts since they
    did last.
    """
    space_id = sa.select(Topic.space_id).where(Topic.id == TopicReading.topic_id).correlate(TopicReading)
    there = space_id.scalar_subquery()
    theirs = (Membership.person_id == TopicReading.person_id, Membership.space_id == there)
    ended = sa.select(sa.func.max(Membership.ended_at)).where(*theirs).correlate(TopicReading)
    left_at = ended.scalar_subquery()
    since = sa.case((TopicReading.read_at > left_at, TopicReading.read_at), else_=left_at)
    belongs = sa.exists().where(*theirs, Membership.ended_at.is_(None)).correlate(TopicReading)
    return Rows(TopicReading, since, [~belongs, ~held(TopicReading.person_id, space_id=there)])


def _of_gathering(column: Any, table: type[AccessNote | Outsider]) -> sa.ScalarSelect[Any]:
    return sa.select(column).where(Gathering.id == table.gathering_id).correlate(table).scalar_subquery()


def _at_gatherings(table: type[AccessNote | Outsider], whose: Any) -> Rows:
    """What is noted for a visit or an event, from when that is over."""
    stays = held(whose, space_id=_of_gathering(Gathering.space_id, table))
    return Rows(table, _of_gathering(Gathering.over_at, table), [~stays])


ROWS: dict[Kept, Rows] = {
    Kept.DECLINED_POSTS: _posts(_was_never_read(Post)),
    Kept.DECLINED_MESSAGES: _messages(_was_never_read(Message)),
    Kept.REMOVED_POSTS: _posts(_was_read(Post)),
    Kept.REMOVED_MESSAGES: _messages(_was_read(Message)),
    Kept.DRAFTS: _drafts(ForumDraft.saved_at, ForumDraft.discarded_at.is_(None)),
    Kept.ROOM_DRAFTS: Rows(
        RoomDraft, RoomDraft.saved_at, [~held(RoomDraft.person_id, space_id=RoomDraft.space_id)]
    ),
    **OF_MEETINGS,
    Kept.ACCESS_NOTES: _at_gatherings(AccessNote, AccessNote.person_id),
    Kept.OUTSIDERS: _at_gatherings(Outsider, _of_gathering(Gathering.organiser_id, Outsider)),
    Kept.DISCARDED: _drafts(ForumDraft.discarded_at),
    Kept.FILES: Rows(
        Attachment,
        Attachment.created_at,
        [Attachment.post_id.is_(None), ~held(Attachment.person_id, space_id=Attachment.space_id)],
    ),
    Kept.REPORTS: _brought_up(Report, Report.reporter_id, Report.reason != ""),
    Kept.APPEALS: _appeals(),
    Kept.FINDINGS: _brought_up(Finding, Finding.person_id),
    Kept.UNCONFIRMED: Rows(
        Application,
        Application.sent_at,
        [
            Application.confirmed_at.is_(None),
            ~held(email=Application.email, space_id=Application.cohort_id),
        ],
    ),
    Kept.APPLICATIONS: _applications(),
    Kept.INVITATIONS: _invitations(),
    Kept.REQUESTS: Rows(
        JoinRequest,
        JoinRequest.answered_at,
        [JoinRequest.said != "", ~held(JoinRequest.person_id, space_id=JoinRequest.space_id)],
    ),
    Kept.WAVES: _waves(),
    Kept.LETTERS: Rows(
        Letter,
        sa.func.coalesce(Letter.sent_at, Letter.given_up_at),
        [~held(Letter.person_id, email=Letter.address)],
    ),
    Kept.NOTICES: Rows(Notice, Notice.raised_at, [~held(Notice.person_id)]),
    Kept.SIGN_INS: Rows(
        SignIn,
        sa.func.coalesce(SignIn.ended_at, SignIn.seen_at),
        [~held(SignIn.person_id)],
    ),
    Kept.ADDRESS_CHANGES: Rows(
        AddressChange, AddressChange.asked_at, [~AddressChange.stands(), ~held(AddressChange.person_id)]
    ),
    Kept.PRESENCES: Rows(Presence, Presence.seen_at, [~held(Presence.person_id, space_id=Presence.space_id)]),
    Kept.READINGS: _readings(),
    Kept.THROTTLES: Rows(Throttle, Throttle.at, []),
    Kept.CHALLENGES: Rows(SpentChallenge, SpentChallenge.spent_at, []),
    Kept.RUNS: Rows(KeepingRun, KeepingRun.ran_at, []),
}
"""Every kind that goes by the schedule, but for what each room says of itself (retention.py) and for the log."""
