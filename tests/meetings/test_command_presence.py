"""Who is there, and what they hear: nobody reads what was said while they were away (domain.md 2.4)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, policy
from cop.db import session
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.meetings import commands
from cop.meetings.commands import contracts
from cop.meetings.commands.situations import GENERAL
from cop.models import Meeting, MeetingAttendance, MeetingLine, MeetingStay, RoleName
from cop.models.meetings_choices import Next
from cop.models.meetings_people import Matter
from cop.models.meetings_states import MeetingState
from cop.models.meetings_timings import Channel, Template
from cop.spaces import commands as spaces
from tests import people
from tests.conftest import NOON, later

S = MeetingState


def heard(circle, person) -> list[str]:
    """What somebody can read of what was said."""
    session.rollback()
    query = sa.select(MeetingLine.text).join(Meeting, Meeting.id == MeetingLine.meeting_id)
    mine = policy.visible_lines(policy.load_actor(person.id))
    return list(session.scalars(query.where(mine).order_by(MeetingLine.seq)))


def test_who_was_not_there_hears_nothing(circle):
    circle.lead_to(S.PRESENT)
    commands.leave_meeting(**circle.of(circle.dan))
    circle.say(circle.bob, "What troubles me")
    assert heard(circle, circle.carol) == ["What troubles me"], "control"
    for person in (circle.dan, circle.adviser, circle.mallory, circle.world.staff):
        assert heard(circle, person) == []
    circle.come(circle.dan)
    assert heard(circle, circle.dan) == [], "not even after they have come back"
    circle.say(circle.bob, "And more")
    assert heard(circle, circle.dan) == ["And more"]


def test_what_was_said_while_they_were_there_stays_theirs(circle):
    circle.lead_to(S.PRESENT)
    circle.say(circle.bob, "One")
    commands.leave_meeting(**circle.of(circle.dan))
    circle.say(circle.bob, "Two")
    circle.come(circle.dan)
    circle.say(circle.bob, "Three")
    assert heard(circle, circle.dan) == ["One", "Three"]


def test_who_goes_without_a_word_is_absent_after_five_minutes(circle):
    circle.lead_to(S.PRESENT)
    circle.say(circle.bob, "One")
    circle.look(circle.dan)
    with later(250):
        circle.look(circle.bob, circle.carol)
        circle.say(circle.bob, "Two")
        assert heard(circle, circle.dan) == ["One", "Two"], "a short while is no absence"
    with later(301):
        circle.say(circle.bob, "Three")
        assert heard(circle, circle.dan) == ["One"]
        assert heard(circle, circle.carol) == ["One", "Two", "Three"], "control"
        with pytest.raises(Conflict, match="not at this meeting"):
            circle.say(circle.dan, "I am")
        assert not commands.look(**circle.of(circle.dan), is_live=True)
        circle.come(circle.dan)
        assert heard(circle, circle.dan) == ["One"]


def test_not_even_once_it_is_over_does_who_went_without_a_word_hear_the_rest(circle):
    circle.lead_to(S.PRESENT)
    circle.say(circle.bob, "One")
    with later(301):
        circle.come(circle.ann, circle.bob, circle.carol)
        circle.say(circle.bob, "Two")
        commands.ask_to_end(**circle.of(circle.ann))
        commands.agree_to_end(**circle.of(circle.bob), version=circle.now.version)
        commands.settle_next(**circle.of(circle.ann), step=Next.ENDING)
        circle.move(S.RECORD)
        assert heard(circle, circle.carol) == ["Two"], "control"
        assert heard(circle, circle.dan) == []


def test_nor_who_is_put_out_of_the_set_and_comes_back(circle):
    circle.lead_to(S.PRESENT)
    circle.look(circle.dan)
    about = {"actor_id": circle.ann.id, "space_id": circle.space.id, "person_id": circle.dan.id}
    with later(301):
        circle.come(circle.ann, circle.bob, circle.carol)
        circle.say(circle.bob, "Two")
        spaces.remove_member(**about, reason="They have moved.")
        spaces.add_member(**about)
        assert heard(circle, circle.dan) == []


def test_whoever_is_put_out_of_the_set_hears_no_more(circle):
    circle.lead_to(S.PRESENT)
    circle.say(circle.bob, "One")
    about = {"actor_id": circle.ann.id, "space_id": circle.space.id, "person_id": circle.dan.id}
    spaces.remove_member(**about, reason="They have moved.")
    circle.say(circle.bob, "Two")
    assert heard(circle, circle.dan) == []
    spaces.add_member(**about)
    circle.say(circle.bob, "Three")
    assert heard(circle, circle.dan) == ["One"], "a stay ended as they left"
    with pytest.raises(Conflict):
        circle.say(circle.dan, "I am back")


def test_an_adviser_hears_while_it_lasts(circle):
    circle.lead_to(S.CHECK_IN)
    circle.come(circle.adviser)
    circle.say(circle.ann, "Welcome")
    assert heard(circle, circle.adviser) == ["Welcome"]
    commands.end_meeting(**circle.of(circle.ann), version=circle.now.version)
    commands.settle_next(**circle.of(circle.ann), step=Next.ENDING)
    circle.move(S.RECORD)
    assert heard(circle, circle.adviser) == []
    assert heard(circle, circle.bob) == ["Welcome"], "control"


def test_once_it_has_begun_one_agrees_before_one_comes_in(circle):
    circle.convene()
    circle.come(*circle.members[:3])
    commands.come_in(**circle.of(circle.dan), ticks=False)
    commands.leave_meeting(**circle.of(circle.dan))
    circle.come(circle.adviser)
    for person in (circle.ann, circle.bob, circle.carol):
        commands.say_to(**circle.of(person), matter=Matter.SMALL, is_for=True)
    circle.move(S.CHECK_IN)
    with pytest.raises(Invalid, match="ground rules"):
        commands.come_in(**circle.of(circle.dan), ticks=False)
    circle.come(circle.dan)
    kept = session.get(MeetingAttendance, (circle.meeting_id, circle.dan.id), populate_existing=True)
    assert (kept.came_at, kept.ticked_at, kept.rules) == (NOON, NOON, GENERAL)


def test_sm1_whoever_comes_in_agrees_to_the_rules_that_the_set_has_then(circle):
    circle.convene()
    for number, text in enumerate(("We start on time.", "We start on time, and end on time."), start=1):
        contracts.write_rules(
            actor_id=circle.ann.id, space_id=circle.space.id, text=text, change="The end", seen=number - 1
        )
        circle.come(circle.members[number])
    query = sa.select(MeetingAttendance.person_id, MeetingAttendance.rules)
    assert {row.person_id: row.rules for row in session.execute(query)} == {
        circle.bob.id: 1,
        circle.carol.id: 2,
    }


def test_strangers_moderators_staff_and_observers_can_not_come(circle):
    circle.convene()
    observer = people.newcomer_as(RoleName.OBSERVER, "observer", circle.space)
    moderator = people.newcomer_as(RoleName.MODERATOR, "moderator", circle.space)
    steward = people.a_steward()
    for person in (circle.mallory, circle.world.staff, observer, moderator, steward):
        with pytest.raises(NotFound):
            circle.come(person)
    circle.come(circle.bob)


def test_a_repeat_is_one_stay(circle):
    circle.convene()
    circle.come(circle.bob, circle.bob)
    assert session.query(MeetingStay).count() == 1
    commands.leave_meeting(**circle.of(circle.bob))
    commands.leave_meeting(**circle.of(circle.bob))
    circle.come(circle.bob)
    assert session.query(MeetingStay).count() == 2


def test_the_presenters_broken_line_stops_the_clock(circle):
    circle.lead_to(S.EXPLORE)
    commands.look(**circle.of(circle.bob), is_live=True)
    with later(20):
        commands.look(**circle.of(circle.carol), is_live=True)
        assert circle.state is S.EXPLORE, "control"
    with later(21):
        commands.look(**circle.of(circle.carol), is_live=True)
        assert (circle.state, circle.now.came_from) == (S.PAUSED, S.EXPLORE)


def test_so_does_their_leaving_but_not_the_silence_of_a_page_without_script(circle):
    circle.lead_to(S.EXPLORE)
    with later(60):
        commands.look(**circle.of(circle.carol), is_live=True)
        assert circle.state is S.EXPLORE
        commands.leave_meeting(**circle.of(circle.bob))
        assert circle.state is S.PAUSED


def test_apologies_before_it_begins(circle):
    circle.convene(starts_at=NOON + timedelta(days=1))
    commands.apologise(**circle.of(circle.dan), is_sorry=True)
    kept = session.get(MeetingAttendance, (circle.meeting_id, circle.dan.id))
    assert (kept.is_sorry, kept.came_at) == (True, None)
    with clock.at(NOON + timedelta(days=1)):
        circle.come(circle.dan)
    session.expire_all()
    assert not session.get(MeetingAttendance, (circle.meeting_id, circle.dan.id)).is_sorry, "they came"


def test_over_days_nobody_is_absent_and_nobody_gives_the_floor(circle):
    circle.about |= {"template": Template.TASY, "channel": Channel.ASYNC}
    circle.lead_to(S.CHECK_IN)
    with clock.at(NOON + timedelta(days=1)):
        circle.say(circle.dan, "I am here")
        assert heard(circle, circle.carol) == ["I am here"]


def test_the_facilitator_goes_on_without_a_presenter_whose_line_is_broken(circle):
    circle.lead_to(S.ACTIONS)
    commands.look(**circle.of(circle.bob), is_live=True)
    with pytest.raises(Forbidden):
        circle.move(S.FEEDBACK)
    with later(21):
        commands.look(**circle.of(circle.ann), is_live=True)
        assert circle.state is S.PAUSED
        commands.resume(**circle.of(circle.ann), version=circle.now.version)
        commands.look(**circle.of(circle.carol), is_live=True)
        assert circle.state is S.ACTIONS, "nobody waits a second time"
        with pytest.raises(Forbidden):
            circle.move(S.FEEDBACK)
    for moment in (121, 400):
        with later(moment):
            commands.look(**circle.of(circle.ann), is_live=True)
            assert circle.state is S.ACTIONS
    with later(400):
        assert circle.move(S.FEEDBACK).state is S.FEEDBACK


def test_a_presenter_who_was_seen_again_is_waited_for_again(circle):
    circle.lead_to(S.EXPLORE)
    commands.look(**circle.of(circle.bob), is_live=True)
    for lost, back in ((21, 30), (60, 70)):
        with later(lost):
            commands.look(**circle.of(circle.ann), is_live=True)
            assert circle.state is S.PAUSED
            commands.resume(**circle.of(circle.ann), version=circle.now.version)
        with later(back):
            commands.look(**circle.of(circle.bob), is_live=True)


def test_nor_do_they_lose_what_was_said_once_it_is_over(circle):
    circle.about |= {"template": Template.TASY, "channel": Channel.ASYNC}
    circle.lead_to(S.CHECK_IN)
    with clock.at(NOON + timedelta(days=1)):
        circle.say(circle.dan, "I am here")
        commands.end_meeting(**circle.of(circle.ann), version=circle.now.version)
        commands.settle_next(**circle.of(circle.ann), step=Next.ENDING)
        circle.move(S.RECORD)
        assert heard(circle, circle.carol) == ["I am here"]
