"""What of some rows is told to whom: the rules that a copy has beyond whose a row is."""

from typing import Any

import sqlalchemy as sa

from cop import policy
from cop.exports.queries.sections import Told
from cop.models import (
    Acceptance,
    Application,
    Appointment,
    Decision,
    Gathering,
    GatheringPlace,
    Inquiry,
    InquiryAnswer,
    InquiryQuestion,
    Membership,
    Message,
    Organisation,
    Outcome,
    Pair,
    Person,
    PollOption,
    Post,
    Preference,
    Programme,
    Review,
    ReviewKind,
    Space,
    SpaceKind,
    State,
    StatementVersion,
    Succession,
    Summary,
    SummaryRevision,
    Task,
    TaskResponse,
    Topic,
    TopicState,
    Verdict,
    Wave,
    WaveRow,
)
from cop.models.measures import VERDICTS
from cop.policy import Actor

TYPED = (
    Verdict.RELEASE, Verdict.RELEASE_EDITED, Verdict.DECLINE, Verdict.HIDE, Verdict.RESTORE, Verdict.REDACT,
    Verdict.PURGE, Verdict.DISMISS, Verdict.REOPEN, Verdict.UPHOLD, Verdict.OVERTURN, Verdict.APPROVE, Verdict.ASK,
    Verdict.REFUSE, Verdict.LET_IN, Verdict.TURN_AWAY, Verdict.MOVE_AWAY, Verdict.SPLIT, Verdict.MERGE,
    Verdict.RENAME, *VERDICTS.values(), Verdict.REINSTATE,
)  # fmt: skip
"""With a reason in the decider's own words. That of others is made here, and may name somebody."""


def column(of: Any) -> Told:
    return lambda _: of


def accepted(column: Any) -> Told:
    """Of the version of a statement that somebody accepts."""
    version = sa.select(column).where(StatementVersion.id == Acceptance.version_id)
    return lambda _: version.scalar_subquery()


def organisation_of(model: Any) -> Told:
    return lambda _: _name_of(Organisation, model.organisation_id)


def programme_of_application(_actor: Actor) -> sa.ColumnElement[Any]:
    return _name_of(Programme, Application.programme_id)


def name_of_person(column: Any) -> Told:
    """For who is shown by name to the actor, wherever that stands."""
    return lambda _: _name_of(Person, column)


def _name_of(model: Any, column: Any) -> sa.ColumnElement[Any]:
    return sa.select(model.name).where(model.id == column).scalar_subquery()


def appointment_of_succession(_actor: Actor) -> sa.ColumnElement[Any]:
    return sa.select(Appointment.role).where(Appointment.id == Succession.appointment_id).scalar_subquery()


def is_confirmed(_actor: Actor) -> sa.ColumnElement[bool]:
    """Anybody can write the address of somebody else in a form: whose it is has confirmed it."""
    return Application.confirmed_at.is_not(None)


def is_my_pair(actor: Actor) -> sa.ColumnElement[bool]:
    return Pair.space_id.in_(sa.select(Membership.space_id).where(Membership.person_id == actor.id))


def has_a_title_of_mine(actor: Actor) -> sa.ColumnElement[bool]:
    """The title of a topic that one began is one's own, unless a moderator gave it another."""
    made = sa.orm.aliased(Decision)  # decisions are sections of their own
    renamed = sa.exists().where(
        made.topic_id == Topic.id, made.verdict == Verdict.RENAME, made.actor_id != actor.id
    )
    return sa.and_(Topic.author_id == actor.id, ~renamed)


def sees_title(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.or_(policy.visible_topics(actor), has_a_title_of_mine(actor))


def has_summary_alone(actor: Actor) -> sa.ColumnElement[bool]:
    """A summary is written by several, one upon the other: all of it is told where it is read, or by one alone."""
    return sa.and_(Summary.editor_id == actor.id, ~_was_written_by_others(actor, Summary.topic_id))


def had_summary_alone(actor: Actor) -> sa.ColumnElement[bool]:
    return ~_was_written_by_others(actor, SummaryRevision.topic_id)


def _was_written_by_others(actor: Actor, topic_id: Any) -> sa.ColumnElement[bool]:
    past = sa.orm.aliased(SummaryRevision)
    return sa.exists().where(past.topic_id == topic_id, past.editor_id.is_distinct_from(actor.id))


def wrote_outcome_alone(_actor: Actor) -> sa.ColumnElement[bool]:
    """Of an outcome no earlier texts are kept: after the first it may say what somebody else said."""
    return Outcome.version == 1


def is_read_outside_of_sets(alone: Told) -> Told:
    """The condition that a text by several is read where it stands, and in no set; or that it is one's `alone`."""
    return lambda actor: sa.or_(alone(actor), sa.and_(policy.visible_topics(actor), _is_in_no_set()))


def _is_in_no_set() -> sa.ColumnElement[bool]:
    return Space.kind != SpaceKind.SET


def names_me_in_post(actor: Actor) -> sa.ColumnElement[bool]:
    is_open = Topic.state == TopicState.OPEN
    return sa.and_(policy.visible_posts(actor), Post.state == State.RELEASED, is_open)


def names_me_in_line(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(policy.visible_messages(actor), Message.state == State.RELEASED)


def is_mine_to_appeal(_actor: Actor) -> sa.ColumnElement[bool]:
    """Nobody is told of a review of what they wrote: that may be a report."""
    return Review.kind == ReviewKind.APPEAL


def is_typed(_actor: Actor) -> sa.ColumnElement[bool]:
    return Decision.verdict.in_(TYPED)


def of_option(column: Any) -> Told:
    """Which option a vote is for: by its place, as its words are whose who asked."""
    return lambda _: sa.select(column).where(PollOption.id == Preference.option_id).scalar_subquery()


def of_task(column: Any) -> Told:
    """Of the task that somebody wrote for, which whoever looks after the cohort has set."""
    return lambda _: sa.select(column).where(Task.id == TaskResponse.task_id).scalar_subquery()


def of_gathering(column: Any) -> Told:
    """Of the visit or event that somebody signed up for."""
    return lambda _: sa.select(column).where(Gathering.id == GatheringPlace.gathering_id).scalar_subquery()


def of_inquiry(column: Any, inquiry_id: Any) -> Told:
    """Of the inquiry that somebody answers, which staff or a steward have opened."""
    return lambda _: sa.select(column).where(Inquiry.id == inquiry_id).scalar_subquery()


def of_question(_actor: Actor) -> sa.ColumnElement[Any]:
    asked = sa.select(InquiryQuestion.text).where(InquiryQuestion.id == InquiryAnswer.question_id)
    return asked.scalar_subquery()


def lines_of_wave(_actor: Actor) -> sa.ColumnElement[Any]:
    return sa.select(sa.func.count()).where(WaveRow.wave_id == Wave.id).scalar_subquery()
