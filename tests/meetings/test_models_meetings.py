"""The tables of a meeting by themselves: every state can be reached and left, slots are of what they should be."""

import pytest

from cop.models.meetings_speaking import RULES, LineKind, Speaker, is_question, kind_of, why_not
from cop.models.meetings_states import ENDS, OPEN, OVER, SLOT, WAYS, MeetingState, Part, Situation, way
from cop.models.meetings_timings import DAY, Channel, Template, plan, slot_minutes, slot_plan

S = MeetingState


def test_every_state_is_reached_and_left_but_for_the_ends():
    reached = {each.target for each in (*WAYS, *ENDS)} | {S.PROPOSED}
    left = {each.source for each in WAYS}
    assert reached == set(MeetingState)
    assert set(MeetingState) - left == set(OVER)
    assert len({(each.source, each.target) for each in WAYS}) == len(WAYS), "one way each"


def test_nobody_but_the_clock_goes_where_it_alone_goes():
    for source, target in ((S.SCHEDULED, S.LOBBY), (S.RECORD, S.ARCHIVED)):
        found = way(source, target)
        assert found is not None
        everybody = frozenset(Part) - {Part.CLOCK}
        assert found.why_not(everybody, Situation())


def test_a_quorum_is_as_agreed_or_one_fewer_and_three_at_least():
    for present, quorum, agree, holds in (
        (4, 4, False, True), (3, 4, False, False), (3, 4, True, True), (2, 3, True, False), (5, 6, True, True),
        (4, 6, True, False),
    ):  # fmt: skip
        assert Situation(present=present, quorum=quorum, all_agree=agree).has_quorum == holds


@pytest.mark.parametrize("minutes", [10, 20, 25, 33, 40, 60, 120, 7 * DAY])
def test_the_parts_of_a_slot_make_it_up(minutes):
    parts = slot_plan(minutes)
    assert sum(parts.values()) == minutes
    assert all(parts[each] > 0 for each in SLOT if each is not S.RESOURCES)


def test_the_templates_are_as_published():
    assert list(slot_plan(40).values()) == [5, 8, 15, 0, 3, 4, 5]
    assert list(slot_plan(25).values()) == [3, 5, 9, 0, 2, 3, 3]
    assert slot_minutes(S.EXPLORE, 40, Channel.COMPANION) == 15
    assert slot_minutes(S.CLARIFY, 40, Channel.TEXT) == 12
    assert slot_minutes(S.RESOURCES, 40, Channel.TEXT) == 4
    assert (plan(Template.T90, 6).total, plan(Template.T90, 6).slot) == (75, 40)
    assert (plan(Template.T180, 6).slots, plan(Template.T180, 6).total) == (3, 175)
    assert (plan(Template.TEQ, 6).slots, plan(Template.TEQ, 6).slot) == (6, 22)
    assert plan(Template.TEQ, 8).slot == 20
    assert plan(Template.TASY, 6).slot == 7 * DAY


def test_every_open_state_has_a_rule_and_no_other():
    assert set(RULES) == set(OPEN)


def test_beside_a_call_nothing_is_a_line():
    for state in MeetingState:
        for speaker in (Speaker(), Speaker(is_presenter=True), Speaker(is_facilitator=True, has_floor=True)):
            assert kind_of(state, speaker, Channel.COMPANION) is None


def test_only_the_presenter_is_heard_in_their_time():
    for state in (S.PRESENT, S.SUMMARISE):
        for speaker in (Speaker(has_floor=True), Speaker(is_facilitator=True, has_floor=True)):
            assert kind_of(state, speaker, Channel.TEXT) is None
        assert kind_of(state, Speaker(is_presenter=True), Channel.TEXT) is LineKind.TALK


def test_a_statement_is_no_question():
    asker = Speaker(has_floor=True)
    for text, allowed in (
        ("Why?", True),
        ("You should go.", False),
        ("“Why?”", True),
        ("Why? Because.", False),
    ):
        assert is_question(text) == allowed
        kind, refusal = why_not(S.CLARIFY, asker, Channel.TEXT, text=text, is_strict=True)
        assert (kind, not refusal) == (LineKind.QUESTION, allowed)
