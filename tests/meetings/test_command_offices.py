"""Parts of a meeting are handed over and accepted; where the facilitator is gone the set helps itself."""

from datetime import timedelta

import pytest

from cop import clock
from cop.errors import Conflict, Forbidden, Invalid
from cop.meetings import commands
from cop.models.meetings_choices import Called, Office
from cop.models.meetings_people import Matter
from cop.models.meetings_states import MeetingState
from cop.spaces import commands as spaces
from tests.conftest import NOON, later

S = MeetingState


def hand(circle, office: Office, giver, taker) -> None:
    commands.hand_over(**circle.of(giver), office=office, person_id=taker.id)


def accept(circle, office: Office, person, *, accepts: bool = True) -> None:
    commands.accept_office(**circle.of(person), office=office, accepts=accepts)


def test_facilitation_changes_hands_once_it_is_accepted(circle):
    circle.lead_to(S.CHECK_IN)
    with pytest.raises(Forbidden):
        hand(circle, Office.FACILITATOR, circle.bob, circle.carol)
    hand(circle, Office.FACILITATOR, circle.ann, circle.bob)
    assert circle.now.leader_id == circle.ann.id, "not yet"
    with pytest.raises(Conflict, match="not offered to you"):
        accept(circle, Office.FACILITATOR, circle.carol)
    accept(circle, Office.FACILITATOR, circle.bob)
    with pytest.raises(Forbidden):
        circle.move(S.REVIEW, by=circle.ann)
    circle.move(S.REVIEW, by=circle.bob)


def test_it_can_be_declined_and_offered_to_another(circle):
    circle.lead_to(S.CHECK_IN)
    hand(circle, Office.FACILITATOR, circle.ann, circle.bob)
    hand(circle, Office.FACILITATOR, circle.ann, circle.carol)
    with pytest.raises(Conflict):
        accept(circle, Office.FACILITATOR, circle.bob)
    accept(circle, Office.FACILITATOR, circle.carol, accepts=False)
    assert circle.now.leader_id == circle.ann.id
    with pytest.raises(Conflict):
        accept(circle, Office.FACILITATOR, circle.carol)


def test_it_goes_to_somebody_of_the_set_who_is_there(circle):
    circle.convene()
    circle.come(circle.ann, circle.bob)
    for person in (circle.mallory, circle.carol, circle.ann):
        with pytest.raises(Invalid):
            hand(circle, Office.FACILITATOR, circle.ann, person)
    with pytest.raises(Invalid):
        hand(circle, Office.HOST, circle.ann, circle.adviser)
    hand(circle, Office.HOST, circle.ann, circle.carol)
    accept(circle, Office.HOST, circle.carol)
    assert circle.now.host_id == circle.carol.id
    circle.come(circle.adviser)
    hand(circle, Office.FACILITATOR, circle.ann, circle.adviser)
    accept(circle, Office.FACILITATOR, circle.adviser)


def test_the_facilitator_asks_somebody_to_keep_time_who_may_extend_and_end_a_break(circle):
    circle.lead_to(S.FEEDBACK, presenters=[circle.bob, circle.carol])
    hand(circle, Office.TIMEKEEPER, circle.ann, circle.dan)
    accept(circle, Office.TIMEKEEPER, circle.dan)
    commands.extend(**circle.of(circle.dan), minutes=2, version=circle.now.version)
    circle.move(S.BREAK)
    circle.ready(circle.carol)
    circle.move(S.PRESENT, by=circle.dan)
    with pytest.raises(Forbidden):
        circle.move(S.CLARIFY, by=circle.dan)


def test_whose_line_broke_for_two_minutes_is_taken_over_from(circle):
    circle.lead_to(S.CHECK_IN)
    commands.look(**circle.of(circle.ann), is_live=True)
    with later(120):
        circle.look(circle.bob, circle.carol, circle.dan)
        with pytest.raises(Conflict, match="facilitator is there"):
            commands.take_facilitation(**circle.of(circle.bob))
    with later(121):
        commands.take_facilitation(**circle.of(circle.bob))
        with pytest.raises(Conflict, match="already"):
            commands.take_facilitation(**circle.of(circle.carol))
        assert circle.now.leader_id == circle.ann.id
        with pytest.raises(Forbidden):
            circle.move(S.REVIEW, by=circle.bob)
    with later(151):
        circle.move(S.REVIEW, by=circle.bob)
        assert circle.now.facilitator_id == circle.bob.id
        with pytest.raises(Forbidden):
            circle.move(S.BIDDING, by=circle.ann)


def test_who_leads_without_a_script_and_says_nothing_for_a_while_is_not_gone(circle):
    circle.lead_to(S.CHECK_IN)
    with later(240):
        circle.look(circle.bob, circle.carol, circle.dan)
        with pytest.raises(Conflict, match="facilitator is there"):
            commands.take_facilitation(**circle.of(circle.bob))
    with later(301):
        commands.take_facilitation(**circle.of(circle.bob))


def test_most_of_the_others_stop_it(circle):
    circle.lead_to(S.CHECK_IN)
    commands.look(**circle.of(circle.ann), is_live=True)
    with later(121):
        circle.look(circle.carol, circle.dan)
        commands.take_facilitation(**circle.of(circle.bob))
        with pytest.raises(Conflict, match="others"):
            commands.say_to(**circle.of(circle.bob), matter=Matter.TAKE, is_for=False)
        commands.say_to(**circle.of(circle.carol), matter=Matter.TAKE, is_for=False)
        assert circle.now.taker_id == circle.bob.id, "one of three is not most"
        commands.say_to(**circle.of(circle.dan), matter=Matter.TAKE, is_for=False)
        assert circle.now.taker_id is None
    with later(152):
        assert circle.now.leader_id == circle.ann.id


def test_one_who_never_came_is_waited_for_five_minutes(circle):
    circle.convene()
    circle.come(circle.bob, circle.carol)
    with later(299):
        circle.come(circle.bob, circle.carol)
        with pytest.raises(Conflict):
            commands.take_facilitation(**circle.of(circle.bob))
    with later(303):
        commands.take_facilitation(**circle.of(circle.bob))


def test_where_nobody_facilitates_anybody_takes_it_at_once_but_an_adviser(circle):
    circle.convene(facilitator_id=None)
    circle.come(circle.bob, circle.adviser)
    with pytest.raises(Forbidden):
        commands.take_facilitation(**circle.of(circle.adviser))
    commands.take_facilitation(**circle.of(circle.bob))


def test_where_the_host_has_left_any_member_is_one(circle):
    circle.convene(host_id=circle.dan.id)
    with pytest.raises(Forbidden):
        commands.cancel(**circle.of(circle.bob), why=Called.OTHER, version=circle.now.version)
    about = {"actor_id": circle.ann.id, "space_id": circle.space.id, "person_id": circle.dan.id}
    spaces.remove_member(**about, reason="They have moved.")
    commands.cancel(**circle.of(circle.bob), why=Called.OTHER, version=circle.now.version)


def test_nothing_is_accepted_once_it_is_over(circle):
    circle.lead_to(S.RECORD)
    hand(circle, Office.NOTE_TAKER, circle.ann, circle.bob)
    with clock.at(NOON + timedelta(hours=72)):
        commands.archive(meeting_id=circle.meeting_id)
        with pytest.raises(Conflict):
            accept(circle, Office.NOTE_TAKER, circle.bob)
    assert circle.now.note_taker_id is None


def test_a29_nobody_has_led_a_meeting_by_what_is_handed_over_in_its_record(circle):
    circle.lead_to(S.RECORD)
    for office in (Office.FACILITATOR, Office.TIMEKEEPER):
        with pytest.raises(Conflict, match="stay as they were"):
            hand(circle, office, circle.ann, circle.bob)
    assert circle.now.facilitator_id == circle.ann.id
