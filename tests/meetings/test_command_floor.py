"""Who is heard when: held to on the server, whatever a page offers (domain.md 2.3)."""

import pytest

from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.meetings import commands
from cop.models import RoleName
from cop.models.meetings_speaking import LineKind
from cop.models.meetings_states import MeetingState
from cop.models.meetings_timings import Channel
from tests import people
from tests.conftest import later

S = MeetingState
PATIENT = "I saw 999 000 1014 on the ward"


def test_a_statement_is_refused_while_they_explore(circle):
    """Acceptance check 1."""
    circle.lead_to(S.EXPLORE)
    commands.raise_hand(**circle.of(circle.carol))
    circle.next()
    with pytest.raises(Forbidden, match="Only questions"):
        circle.say(circle.carol, "You should talk to your chair.")
    assert circle.say(circle.carol, "What does your chair want?").kind is LineKind.QUESTION
    assert circle.now.slots[0].questions == 1


def test_where_it_is_not_strict_it_is_heard_and_counted(circle):
    circle.about["is_strict"] = False
    circle.lead_to(S.EXPLORE)
    commands.raise_hand(**circle.of(circle.carol))
    circle.next()
    circle.say(circle.carol, "You should talk to your chair.")
    assert (circle.now.slots[0].questions, circle.now.slots[0].statements) == (0, 1)


def test_only_the_presenter_is_heard_as_they_present(circle):
    circle.lead_to(S.PRESENT)
    for person in (circle.ann, circle.carol):
        with pytest.raises(Forbidden, match="Only the presenter"):
            circle.say(person, "May I?")
    assert circle.say(circle.bob, "It began in spring.").kind is LineKind.TALK
    with pytest.raises(Conflict, match="no queue"):
        commands.raise_hand(**circle.of(circle.carol))


def test_the_floor_goes_to_who_has_not_spoken_first(circle):
    circle.lead_to(S.CLARIFY)
    commands.raise_hand(**circle.of(circle.dan))
    assert circle.next() == circle.dan.id
    commands.raise_hand(**circle.of(circle.carol))
    commands.pass_turn(**circle.of(circle.dan))
    commands.raise_hand(**circle.of(circle.dan))
    commands.raise_hand(**circle.of(circle.ann))
    assert [circle.next(), circle.next(), circle.next()] == [circle.carol.id, circle.ann.id, circle.dan.id]
    with pytest.raises(Conflict, match="Everybody has had their turn"):
        circle.next()


def test_hands_are_first_come_first_served_and_go_down(circle):
    circle.lead_to(S.CLARIFY)
    for person in (circle.dan, circle.ann, circle.carol):
        commands.raise_hand(**circle.of(person))
    commands.raise_hand(**circle.of(circle.dan))
    commands.lower_hand(**circle.of(circle.ann))
    assert [circle.next(), circle.next()] == [circle.dan.id, circle.carol.id]
    with pytest.raises(Forbidden, match="answer at any moment"):
        commands.raise_hand(**circle.of(circle.bob))


def test_without_the_floor_nobody_is_heard_but_who_answers_and_who_leads(circle):
    circle.lead_to(S.CLARIFY)
    with pytest.raises(Forbidden, match="don’t have the floor"):
        circle.say(circle.carol, "When was that?")
    assert circle.say(circle.bob, "In March.").kind is LineKind.ANSWER
    assert circle.say(circle.ann, "Two more minutes.").kind is LineKind.PROCESS


def test_one_question_and_one_more_on_it_in_a_round(circle):
    circle.lead_to(S.EXPLORE)
    commands.raise_hand(**circle.of(circle.carol))
    circle.next()
    for text in ("What would be different?", "And for whom?"):
        circle.say(circle.carol, text)
    with pytest.raises(Forbidden, match="another round"):
        circle.say(circle.carol, "And why?")
    with pytest.raises(Conflict, match="another round"):
        commands.raise_hand(**circle.of(circle.carol))
    with pytest.raises(Forbidden):
        commands.begin_round(**circle.of(circle.bob), version=circle.now.version)
    commands.begin_round(**circle.of(circle.ann), version=circle.now.version)
    commands.raise_hand(**circle.of(circle.carol))
    circle.next()
    circle.say(circle.carol, "And why?")


def test_a_pass_is_no_absence_and_is_taken_back_by_a_hand(circle):
    circle.lead_to(S.EXPLORE)
    commands.pass_turn(**circle.of(circle.carol))
    with pytest.raises(Conflict):
        circle.next()
    commands.raise_hand(**circle.of(circle.carol))
    assert circle.next() == circle.carol.id


def test_a_round_goes_in_the_order_of_the_set_past_who_passes(circle):
    circle.lead_to(S.CHECK_IN)
    assert circle.next() == circle.ann.id
    circle.say(circle.ann, "I am here.")
    with pytest.raises(Forbidden, match="not your turn"):
        circle.say(circle.bob, "So am I.")
    commands.pass_turn(**circle.of(circle.bob))
    assert [circle.next(), circle.next()] == [circle.carol.id, circle.dan.id]
    with pytest.raises(Conflict):
        circle.next()


def test_two_clicks_give_the_floor_once(circle):
    circle.lead_to(S.CHECK_IN)
    seen = circle.now.version
    commands.next_speaker(**circle.of(circle.ann), version=seen)
    with pytest.raises(Conflict, match="moved on"):
        commands.next_speaker(**circle.of(circle.ann), version=seen)
    with pytest.raises(Forbidden):
        commands.next_speaker(**circle.of(circle.bob), version=seen + 1)


def test_who_has_not_been_seen_for_two_minutes_is_left_out_of_the_round(circle):
    circle.lead_to(S.CHECK_IN)
    commands.look(**circle.of(circle.bob), is_live=True)
    with later(100):
        circle.look(circle.ann, circle.carol, circle.dan)
    with later(121):
        assert [circle.next(), circle.next()] == [circle.ann.id, circle.carol.id]


def test_whose_page_has_no_script_is_not_left_out_for_their_silence(circle):
    circle.lead_to(S.CHECK_IN)
    with later(100):
        circle.look(circle.ann, circle.carol, circle.dan)
    with later(121):
        assert [circle.next(), circle.next()] == [circle.ann.id, circle.bob.id]


def test_a_question_is_let_sit_and_counted(circle):
    circle.lead_to(S.EXPLORE)
    commands.sit_with_it(**circle.of(circle.bob))
    assert circle.now.slots[0].sat_with == 0, "none is on the table"
    commands.raise_hand(**circle.of(circle.carol))
    circle.next()
    circle.say(circle.carol, "What do you fear?")
    with pytest.raises(Forbidden):
        commands.sit_with_it(**circle.of(circle.carol))
    for _ in range(2):
        commands.sit_with_it(**circle.of(circle.bob))
    assert circle.now.slots[0].sat_with == 1


def test_offers_are_short_and_the_last_word_is_the_presenters(circle):
    circle.lead_to(S.EXPLORE)
    commands.ask_for_offers(**circle.of(circle.bob), wanted=True)
    circle.move(S.RESOURCES)
    with pytest.raises(Forbidden, match="300"):
        circle.say(circle.carol, "x" * 301)
    assert circle.say(circle.carol, "I know somebody at the office.").kind is LineKind.OFFER
    circle.move(S.SUMMARISE)
    with pytest.raises(Forbidden):
        circle.say(circle.carol, "Good luck!")
    circle.say(circle.bob, "I shall ask her.")


def test_whose_actions_are_told_has_the_floor_and_others_ask_once(circle):
    circle.lead_to(S.RECORD)
    commands.write_action(**circle.of(circle.carol), text="Call the office")
    circle.meeting_id = 0
    circle.lead_to(S.REVIEW)
    assert circle.next() == circle.carol.id, "only who has actions"
    circle.say(circle.carol, "I called.")
    circle.say(circle.dan, "What did they say?")
    with pytest.raises(Forbidden, match="asked your question"):
        circle.say(circle.dan, "And then?")
    with pytest.raises(Conflict):
        circle.next()


def test_a_time_out_leaves_the_floor_to_the_facilitator(circle):
    circle.lead_to(S.EXPLORE)
    commands.time_out(**circle.of(circle.carol))
    for person in (circle.bob, circle.carol):
        with pytest.raises(Forbidden, match="Time-out"):
            circle.say(person, "But why?")
    circle.say(circle.ann, "Take a breath.")


def test_a_repeat_returns_the_first_line(circle):
    circle.lead_to(S.PRESENT)
    key = people.key()
    first = commands.say(**circle.of(circle.bob), text="Once", key=key)
    circle.move(S.CLARIFY)
    circle.move(S.EXPLORE)
    assert commands.say(**circle.of(circle.bob), text="Once", key=key).id == first.id
    with pytest.raises(Conflict):
        commands.say(**circle.of(circle.bob), text="Twice", key=key)


def test_nobody_from_elsewhere_is_heard_and_who_is_not_there_is_not(circle):
    circle.convene()
    circle.come(circle.ann)
    with pytest.raises(NotFound):
        circle.say(circle.mallory, "Hello")
    with pytest.raises(Conflict, match="not at this meeting"):
        circle.say(circle.bob, "Hello")
    observer = people.newcomer_as(RoleName.OBSERVER, "observer", circle.space)
    with pytest.raises(NotFound):
        circle.say(observer, "Hello")
    circle.say(circle.ann, "Hello")


def test_a_patients_number_is_refused_before_anybody_reads_it(circle):
    """Acceptance check 7: the others are told of nothing."""
    circle.lead_to(S.PRESENT)
    pulse = circle.now.pulse
    with pytest.raises(Invalid):
        circle.say(circle.bob, PATIENT)
    for refused in (
        lambda: commands.write_action(**circle.of(circle.bob), text=PATIENT),
        lambda: commands.bid(**circle.of(circle.bob), title=PATIENT, minutes=40, urgency=1),
        lambda: commands.note_learning(
            **circle.of(circle.bob), text=PATIENT, kind="learning", is_shared=True
        ),
    ):
        with pytest.raises(Invalid):
            refused()
    assert circle.now.pulse == pulse
    assert circle.lines_of(circle.now.slots[0].id) == 0


def test_beside_a_call_nothing_is_said_here(circle):
    circle.about["channel"] = Channel.COMPANION
    circle.lead_to(S.EXPLORE)
    for person in circle.members:
        with pytest.raises(Forbidden, match="not held in writing"):
            circle.say(person, "What now?")
    commands.raise_hand(**circle.of(circle.carol))
    assert circle.next() == circle.carol.id, "the queue is kept"
    commands.sit_with_it(**circle.of(circle.bob))
    assert circle.now.slots[0].sat_with == 1
