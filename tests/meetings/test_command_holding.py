"""A legal hold on one person keeps what they said at meetings, their turns, and the meetings in which these stand."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.db import Base, session
from cop.keeping import commands as keeping
from cop.keeping import tasks as schedule
from cop.meetings import commands, tasks
from cop.models import Meeting, MeetingLine, MeetingTurn
from cop.models.meetings_choices import Next
from cop.models.meetings_states import MeetingState
from cop.models.meetings_whose import OFFICES, THEIRS
from tests.conftest import NOON
from tests.meetings.rows import put_line, put_meeting

S = MeetingState


def of(kind: type, meeting_id: int) -> set[int]:
    session.rollback()
    whose = kind.author_id if kind is MeetingLine else kind.person_id
    return set(session.scalars(sa.select(whose).where(kind.meeting_id == meeting_id)))


def hold_on(circle, person):
    about = {"reference": "FOI 7", "reason": "A request", "person_id": person.id}
    return keeping.place_hold(actor_id=circle.world.staff.id, **about)


def lift(circle, hold) -> None:
    keeping.lift_hold(actor_id=circle.world.staff.id, hold_id=hold.id, reason="It was answered")


@pytest.fixture
def followed(circle) -> int:
    """The id of a meeting in which Carol asked and Dan passed, and which another one has followed."""
    circle.lead_to(S.EXPLORE)
    for person in (circle.carol, circle.dan):
        commands.raise_hand(**circle.of(person))
    circle.next()
    circle.say(circle.carol, "What would help?")
    circle.say(circle.bob, "Time.")
    commands.pass_turn(**circle.of(circle.dan))
    first = circle.meeting_id
    _close(circle)
    return first


def _close(circle) -> None:
    """Whatever is under way; where a slot is, with the consent of its presenter."""
    if circle.now.is_in_slot:
        commands.ask_to_end(**circle.of(circle.ann))
        commands.agree_to_end(**circle.of(circle.bob), version=circle.now.version)
    else:
        commands.end_meeting(**circle.of(circle.ann), version=circle.now.version)
    commands.settle_next(**circle.of(circle.ann), step=Next.POLL)
    circle.move(S.RECORD)


def _follow(circle) -> None:
    """Let another meeting close a week later."""
    circle.convene(starts_at=NOON + timedelta(days=7))
    with clock.at(NOON + timedelta(days=7)):
        circle.come(*circle.members)
        circle.move(S.CHECK_IN)
        _close(circle)


def test_it_keeps_the_turns_of_whom_it_is_on_with_their_words(circle, followed):
    hold = hold_on(circle, circle.dan)
    _follow(circle)
    with clock.at(NOON + timedelta(days=8)):
        tasks.let_go.run()
        assert of(MeetingLine, followed) == set(), "control: of the others it went"
        assert of(MeetingTurn, followed) == {circle.dan.id}
        lift(circle, hold)
        tasks.let_go.run()
        assert of(MeetingTurn, followed) == set()


def test_it_keeps_the_words(circle, followed):
    hold = hold_on(circle, circle.carol)
    _follow(circle)
    with clock.at(NOON + timedelta(days=8)):
        tasks.let_go.run()
        assert of(MeetingLine, followed) == {circle.carol.id}
        assert of(MeetingTurn, followed) == {circle.carol.id}
        lift(circle, hold)
        tasks.let_go.run()
        assert of(MeetingLine, followed) == set()


def test_a_slot_stays_in_which_only_a_turn_was_theirs(circle):
    circle.lead_to(S.EXPLORE)
    commands.pass_turn(**circle.of(circle.dan))
    hold = hold_on(circle, circle.dan)
    commands.stop_my_slot(**circle.of(circle.bob))
    assert of(MeetingTurn, circle.meeting_id) == {circle.dan.id}
    lift(circle, hold)
    tasks.let_go.run()
    assert of(MeetingTurn, circle.meeting_id) == set()


def test_a_meeting_stays_as_long_as_anything_of_theirs_is_in_it(circle):
    @db.command
    def put(author) -> int:
        meeting = put_meeting(circle.space, circle.ann, state=S.ARCHIVED, ended_at=NOON)
        put_line(meeting, author, "What was said", created_at=NOON + timedelta(days=1_100))
        return meeting.id

    hold = hold_on(circle, circle.adviser)
    kept, gone = put(circle.adviser), put(circle.bob)
    with clock.at(NOON + timedelta(days=1_100)):
        schedule.let_go.run()
        session.rollback()
        assert session.get(Meeting, gone) is None, "control"
        assert session.get(Meeting, kept) is not None
        assert of(MeetingLine, kept) == {circle.adviser.id}
        lift(circle, hold)
        schedule.let_go.run()
        session.rollback()
        assert session.get(Meeting, kept) is None


def test_every_table_that_goes_with_a_meeting_is_asked_whose_it_is():
    asked = {(column.table.name, column.name) for column in (*OFFICES, *(each for each, _ in THEIRS))}
    named = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        if table.name == "meeting" or _goes_with_a_meeting(table)
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }
    assert named
    assert asked == named


def _goes_with_a_meeting(table: sa.Table) -> bool:
    keys = (key for column in table.columns for key in column.foreign_keys)
    return any(key.column.table.name == "meeting" and key.ondelete == "CASCADE" for key in keys)
