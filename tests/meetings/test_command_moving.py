"""A meeting moves one step at a time, by whom the table lets, and never by itself (domain.md 2.3, 2.6)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.db import session
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.meetings import commands, tasks
from cop.meetings.commands import contracts
from cop.models import MeetingAction, MeetingAttendance, MeetingLearning, MeetingLine, MeetingTurn, Throttle
from cop.models.meetings import STALE
from cop.models.meetings_choices import Called, Next, Office
from cop.models.meetings_people import Matter
from cop.models.meetings_slots import BidState, SlotState
from cop.models.meetings_states import MeetingState
from cop.models.meetings_timings import Channel
from cop.models.states import is_key
from tests import people
from tests.conftest import NOON, later

S = MeetingState


def test_a_whole_meeting(circle):
    circle.lead_to(S.RECORD)
    meeting = circle.now
    assert (meeting.state, meeting.recorded_at) == (S.RECORD, NOON)
    assert meeting.slots[0].state is SlotState.DONE
    with clock.at(NOON + timedelta(hours=71)):
        tasks.keep_time.run()
        assert circle.state is S.RECORD, "control"
    with clock.at(NOON + timedelta(hours=72)):
        tasks.keep_time.run()
    assert circle.state is S.ARCHIVED


def test_two_clicks_move_one_step(circle):
    circle.lead_to(S.CHECK_IN)
    seen = circle.now.version
    circle.move(S.REVIEW, version=seen)
    with pytest.raises(Conflict, match="moved on") as refused:
        circle.move(S.REVIEW, version=seen)
    assert refused.value.message == STALE
    with pytest.raises(Conflict, match="moved on"):
        circle.move(S.BIDDING, version=seen)
    assert (circle.state, circle.now.version) == (S.REVIEW, seen + 1)


def test_only_who_may_moves_it(circle):
    circle.lead_to(S.CHECK_IN)
    circle.come(circle.adviser)
    for person, error in ((circle.bob, Forbidden), (circle.adviser, Forbidden), (circle.mallory, NotFound)):
        with pytest.raises(error):
            circle.move(S.REVIEW, by=person)
    assert circle.state is S.CHECK_IN
    circle.move(S.REVIEW)


def test_it_does_not_go_where_no_way_leads(circle):
    circle.lead_to(S.CHECK_IN)
    for state in (S.BIDDING, S.PRESENT, S.RECORD, S.ARCHIVED, S.PAUSED, S.WITHDRAWN, S.LOBBY, S.CANCELLED):
        with pytest.raises(Conflict):
            circle.move(state)


def test_the_lobby_opens_ten_minutes_before(circle):
    circle.convene(starts_at=NOON + timedelta(minutes=11))
    tasks.keep_time.run()
    with pytest.raises(Conflict, match="ten minutes"):
        circle.come(circle.bob)
    with later(60):
        tasks.keep_time.run()
        assert circle.state is S.LOBBY


def test_who_comes_first_opens_it_where_no_job_has(circle):
    circle.convene(starts_at=NOON + timedelta(minutes=10))
    circle.come(circle.bob)
    assert circle.state is S.LOBBY


def test_it_begins_with_a_quorum_who_all_agreed(circle):
    circle.convene()
    circle.come(circle.ann, circle.bob)
    commands.come_in(**circle.of(circle.carol), ticks=False)
    with pytest.raises(Conflict, match="too few"):
        circle.move(S.CHECK_IN)
    for person in (circle.ann, circle.bob):
        commands.say_to(**circle.of(person), matter=Matter.SMALL, is_for=True)
    with pytest.raises(Conflict, match="too few"):
        circle.move(S.CHECK_IN)
    commands.say_to(**circle.of(circle.carol), matter=Matter.SMALL, is_for=True)
    with pytest.raises(Conflict, match="ground rules"):
        circle.move(S.CHECK_IN)
    commands.tick(**circle.of(circle.carol))
    circle.move(S.CHECK_IN)


def test_sm1_rules_that_are_new_since_are_ticked_anew(circle):
    circle.convene()
    circle.come(*circle.members)
    about = {"space_id": circle.space.id, "text": "We start on time.", "change": "", "seen": 0}
    contracts.write_rules(actor_id=circle.ann.id, **about)
    with pytest.raises(Conflict, match="ground rules"):
        circle.move(S.CHECK_IN)
    for person in circle.members:
        commands.tick(**circle.of(person))
    circle.move(S.CHECK_IN)


def test_two_never_begin(circle):
    circle.convene(quorum=3)
    circle.come(circle.ann, circle.bob)
    for person in (circle.ann, circle.bob):
        commands.say_to(**circle.of(person), matter=Matter.SMALL, is_for=True)
    with pytest.raises(Conflict, match="too few"):
        circle.move(S.CHECK_IN)


def test_an_adviser_does_not_count(circle):
    circle.convene()
    circle.come(circle.ann, circle.bob, circle.carol, circle.adviser)
    with pytest.raises(Conflict, match="too few"):
        circle.move(S.CHECK_IN)
    circle.come(circle.dan)
    circle.move(S.CHECK_IN)


def test_anybody_begins_where_the_facilitator_is_gone_and_facilitates(circle):
    circle.convene(quorum=3, starts_at=NOON + timedelta(seconds=1))
    circle.come(circle.bob, circle.carol, circle.dan)
    with pytest.raises(Conflict, match="facilitator is there"):
        circle.move(S.CHECK_IN, by=circle.bob)
    with later(200):
        circle.look()
    with later(302):
        circle.move(S.CHECK_IN, by=circle.bob)
        assert circle.now.facilitator_id == circle.bob.id


def test_nobody_begins_it_from_afar(circle):
    circle.convene(quorum=3, facilitator_id=None)
    circle.come(circle.bob, circle.carol, circle.dan)
    with pytest.raises(Conflict, match="not at this meeting"):
        circle.move(S.CHECK_IN)
    circle.come(circle.ann)
    circle.move(S.CHECK_IN)
    assert circle.now.facilitator_id == circle.ann.id


def test_without_a_quorum_after_half_an_hour_it_is_another_day_or_a_support_meeting(circle):
    circle.convene()
    circle.come(circle.ann, circle.bob)
    with pytest.raises(Conflict, match="30 minutes"):
        circle.move(S.INQUORATE)
    with later(1802):
        circle.come(circle.ann, circle.bob)
        circle.move(S.INQUORATE, by=circle.bob)
        for person in (circle.ann, circle.bob):
            with pytest.raises(Conflict, match="say yes"):
                circle.move(S.CHECK_IN)
            commands.say_to(**circle.of(person), matter=Matter.SMALL, is_for=True)
        circle.move(S.CHECK_IN)
        assert circle.now.is_support


def test_the_host_finds_another_day(circle):
    circle.convene()
    circle.come(circle.ann, circle.bob)
    (bid_id,) = circle.bid(circle.bob)
    with later(1802):
        circle.come(circle.ann)
        circle.move(S.INQUORATE)
        draft = commands.Draft(starts_at=NOON + timedelta(days=7), host_id=circle.ann.id)
        commands.set_up(**circle.of(circle.ann), draft=draft, version=circle.now.version)
    assert circle.state is S.SCHEDULED
    assert [(each.id, each.state) for each in circle.bids()] == [(bid_id, BidState.PLACED)], (
        "bids wait with it"
    )
    kept = session.scalars(sa.select(MeetingAttendance)).all()
    assert {(each.came_at, each.ticked_at, each.rules) for each in kept} == {(None, None, None)}, (
        "nobody has come that day, or agreed to its rules"
    )


def test_who_could_not_come_on_one_day_is_expected_on_another(circle):
    circle.convene(starts_at=NOON + timedelta(days=1))
    commands.apologise(**circle.of(circle.dan), is_sorry=True)
    for day, is_sorry in ((1, True), (2, False)):
        draft = commands.Draft(starts_at=NOON + timedelta(days=day), host_id=circle.ann.id, quorum=3)
        commands.set_up(**circle.of(circle.ann), draft=draft, version=circle.now.version)
        kept = session.get(MeetingAttendance, (circle.meeting_id, circle.dan.id), populate_existing=True)
        assert kept.is_sorry is is_sorry, day


def test_the_order_stands_when_most_agree_or_nobody_objects_for_a_minute(circle):
    circle.lead_to(S.BIDDING)
    commands.propose_order(
        **circle.of(circle.ann), bid_ids=circle.bid(circle.bob, circle.carol), version=circle.now.version
    )
    circle.ready(circle.bob)
    commands.say_to(**circle.of(circle.dan), matter=Matter.ORDER, is_for=False)
    with later(60), pytest.raises(Conflict, match="order"):
        circle.move(S.PRESENT)
    commands.say_to(**circle.of(circle.dan), matter=Matter.ORDER, is_for=True)
    with later(59), pytest.raises(Conflict, match="order"):
        circle.move(S.PRESENT)
    with later(60):
        circle.move(S.PRESENT)


def test_nobody_agrees_to_an_order_that_they_have_not_seen(circle):
    circle.lead_to(S.BIDDING)
    first, second = circle.bid(circle.bob, circle.carol)
    commands.propose_order(**circle.of(circle.ann), bid_ids=[first], version=circle.now.version)
    seen = circle.now.version
    commands.propose_order(**circle.of(circle.ann), bid_ids=[second], version=seen)
    about = circle.of(circle.dan) | {"matter": Matter.ORDER, "is_for": True}
    with pytest.raises(Conflict, match="moved on"):
        commands.say_to(**about, version=seen)
    commands.say_to(**about, version=circle.now.version)


def test_a_slot_begins_with_its_presenters_consent(circle):
    circle.lead_to(S.BIDDING)
    circle.order(*circle.bid(circle.bob))
    with pytest.raises(Conflict, match="ready"):
        circle.move(S.PRESENT)
    with pytest.raises(Forbidden):
        circle.ready(circle.carol)
    circle.ready(circle.bob)
    circle.move(S.PRESENT)
    assert circle.now.presenter_id == circle.bob.id


def test_no_bids_lead_to_the_close(circle):
    circle.lead_to(S.BIDDING)
    circle.bid(circle.bob)
    with pytest.raises(Conflict, match="There are bids"):
        circle.move(S.CLOSE)
    commands.take_back_bid(**circle.of(circle.bob))
    circle.move(S.CLOSE)


def test_offers_are_heard_only_if_the_presenter_asks(circle):
    circle.lead_to(S.EXPLORE)
    with pytest.raises(Conflict, match="theirs to choose"):
        circle.move(S.RESOURCES)
    with pytest.raises(Forbidden):
        commands.ask_for_offers(**circle.of(circle.ann), wanted=True)
    commands.ask_for_offers(**circle.of(circle.bob), wanted=True)
    with pytest.raises(Conflict, match="comes next"):
        circle.move(S.SUMMARISE)
    circle.move(S.RESOURCES)
    circle.move(S.SUMMARISE)


def test_only_the_presenter_ends_the_actions_and_not_without_one(circle):
    circle.lead_to(S.ACTIONS)
    with pytest.raises(Forbidden):
        circle.move(S.FEEDBACK)
    with pytest.raises(Conflict, match="action"):
        circle.move(S.FEEDBACK, by=circle.bob)
    commands.write_action(**circle.of(circle.bob), text="Ask the chair")
    circle.move(S.FEEDBACK, by=circle.bob)


def test_the_next_slot_after_a_break(circle):
    circle.lead_to(S.FEEDBACK, presenters=[circle.bob, circle.carol])
    with pytest.raises(Conflict, match="still to come"):
        circle.move(S.CLOSE)
    circle.move(S.BREAK)
    circle.ready(circle.carol)
    circle.move(S.PRESENT)
    assert circle.now.presenter_id == circle.carol.id
    assert [each.state for each in circle.now.slots] == [SlotState.DONE, SlotState.OPEN]


def test_the_record_needs_what_comes_next(circle):
    circle.lead_to(S.CLOSE)
    with pytest.raises(Conflict, match="Say first"):
        circle.move(S.RECORD)
    with pytest.raises(Invalid):
        commands.settle_next(**circle.of(circle.ann), step=Next.DATE, host_id=circle.mallory.id)
    with pytest.raises(Forbidden):
        commands.settle_next(**circle.of(circle.bob), step=Next.POLL)
    when = NOON + timedelta(days=35)
    commands.settle_next(
        **circle.of(circle.ann),
        step=Next.DATE,
        starts_at=when,
        host_id=circle.bob.id,
        facilitator_id=circle.carol.id,
    )
    circle.move(S.RECORD)
    (following,) = [each for each in session.query(type(circle.now)).all() if each.id != circle.meeting_id]
    assert (following.starts_at, following.host_id, following.facilitator_id, following.state) == (
        when,
        circle.bob.id,
        circle.carol.id,
        S.SCHEDULED,
    )


def test_nobody_can_stand_in_the_way_of_the_next(circle):
    """Its key is none that a form can send."""
    circle.lead_to(S.CLOSE)
    about = {"step": Next.DATE, "starts_at": NOON + timedelta(days=35), "host_id": circle.bob.id}
    commands.settle_next(**circle.of(circle.ann), **about)
    circle.move(S.RECORD)
    assert [is_key(each.key) for each in session.query(type(circle.now)).order_by("id")] == [True, False]


def test_it_ends_early_and_in_a_slot_only_if_its_presenter_agrees(circle):
    circle.lead_to(S.CLARIFY, presenters=[circle.bob, circle.carol])
    with pytest.raises(Conflict, match="presenter first"):
        commands.end_meeting(**circle.of(circle.ann), version=circle.now.version)
    with pytest.raises(Conflict, match="Nobody has asked"):
        commands.agree_to_end(**circle.of(circle.bob), version=circle.now.version)
    commands.ask_to_end(**circle.of(circle.ann))
    with pytest.raises(Forbidden):
        commands.agree_to_end(**circle.of(circle.carol), version=circle.now.version)
    commands.agree_to_end(**circle.of(circle.bob), version=circle.now.version)
    assert circle.state is S.CLOSE
    assert [each.state for each in circle.now.slots] == [SlotState.DONE]
    assert [each.state for each in circle.bids()] == [BidState.TAKEN, BidState.DEFERRED]


def test_an_adviser_who_leads_can_ask_the_presenter_too(circle):
    circle.lead_to(S.CLARIFY)
    circle.come(circle.adviser)
    commands.hand_over(**circle.of(circle.ann), office=Office.FACILITATOR, person_id=circle.adviser.id)
    commands.accept_office(**circle.of(circle.adviser), office=Office.FACILITATOR, accepts=True)
    commands.ask_to_end(**circle.of(circle.adviser))
    commands.agree_to_end(**circle.of(circle.bob), version=circle.now.version)
    assert circle.state is S.CLOSE


def test_it_is_cancelled_before_it_begins(circle):
    circle.convene()
    with pytest.raises(Forbidden):
        commands.cancel(**circle.of(circle.bob), why=Called.OTHER, version=circle.now.version)
    commands.cancel(**circle.of(circle.ann), why=Called.TOO_FEW, version=circle.now.version)
    assert (circle.state, circle.now.called) == (S.CANCELLED, Called.TOO_FEW)
    with pytest.raises(Conflict):
        circle.come(circle.bob)


def test_nobody_has_the_facilitators_part_once_it_is_archived(circle):
    """Acceptance check 10."""
    circle.lead_to(S.RECORD)
    with clock.at(NOON + timedelta(hours=72)):
        tasks.keep_time.run()
        assert circle.now.facilitator_id == circle.ann.id, "it is remembered"
        assert circle.now.leader_id is None
        assert circle.now.offices_of(circle.ann.id) == frozenset()
        for refused in (
            lambda: circle.move(S.RECORD),
            lambda: circle.move(S.CLOSE),
            lambda: commands.end_meeting(**circle.of(circle.ann), version=circle.now.version),
            lambda: commands.extend(**circle.of(circle.ann), minutes=2, version=circle.now.version),
            lambda: commands.resume(**circle.of(circle.ann), version=circle.now.version),
            lambda: commands.time_out(**circle.of(circle.ann)),
            lambda: commands.next_speaker(**circle.of(circle.ann), version=circle.now.version),
            lambda: commands.hand_over(
                **circle.of(circle.ann), office=Office.FACILITATOR, person_id=circle.bob.id
            ),
            lambda: commands.take_facilitation(**circle.of(circle.bob)),
            lambda: circle.say(circle.ann, "Once more"),
            lambda: circle.come(circle.ann),
        ):
            version = circle.now.version
            with pytest.raises((Conflict, Forbidden)):
                refused()
            assert (circle.state, circle.now.version) == (S.ARCHIVED, version)


def test_stopping_a_slot_leaves_nothing_of_it(circle):
    """Acceptance check 5."""
    circle.lead_to(S.PRESENT)
    slot_id = circle.now.slots[0].id
    circle.say(circle.bob, "What troubles me")
    circle.move(S.CLARIFY)
    commands.raise_hand(**circle.of(circle.carol))
    circle.next()
    circle.say(circle.carol, "When was that?")
    assert circle.lines_of(slot_id) == 2, "control"
    with pytest.raises(Forbidden):
        commands.stop_my_slot(**circle.of(circle.ann))
    commands.stop_my_slot(**circle.of(circle.bob))
    assert circle.lines_of(slot_id) == 0
    session.expire_all()
    for kind in (MeetingLine, MeetingTurn, MeetingAction, MeetingLearning):
        assert session.query(kind).filter_by(slot_id=slot_id).count() == 0
    slot = circle.now.slots[0]
    assert (slot.state, slot.questions, slot.bid.title) == (SlotState.WITHDRAWN, 0, "")
    assert circle.state is S.WITHDRAWN
    version = circle.now.version
    commands.stop_my_slot(**circle.of(circle.bob))
    assert circle.now.version == version, "a repeat is harmless"
    circle.move(S.CLOSE)


def test_it_can_be_stopped_from_every_state_of_it_and_while_the_clock_stands(circle):
    circle.lead_to(S.EXPLORE)
    commands.time_out(**circle.of(circle.carol))
    commands.stop_my_slot(**circle.of(circle.bob))
    assert (circle.state, circle.now.came_from, circle.now.remaining_s) == (S.WITHDRAWN, None, None)


def test_convening_once(circle):
    key = people.key()
    draft = commands.Draft(starts_at=NOON + timedelta(days=1), host_id=circle.bob.id)
    about = {"actor_id": circle.bob.id, "slug": circle.space.slug, "key": key}
    first = commands.convene(**about, draft=draft)
    assert commands.convene(**about, draft=draft).id == first.id
    with pytest.raises(Conflict):
        commands.convene(
            **about, draft=commands.Draft(starts_at=NOON + timedelta(days=2), host_id=circle.bob.id)
        )
    for wrong, field in (
        ({"starts_at": NOON}, "starts_at"),
        ({"host_id": circle.mallory.id}, "host"),
        ({"host_id": circle.adviser.id}, "host"),
        ({"facilitator_id": circle.mallory.id}, "facilitator"),
        ({"quorum": 2}, "quorum"),
        ({"channel": Channel.ASYNC}, "channel"),
        ({"slot": 5}, "slot"),
        ({"slots": 9}, "slots"),
    ):
        given = {"starts_at": NOON + timedelta(days=1), "host_id": circle.bob.id} | wrong
        with pytest.raises(Invalid) as refused:
            commands.convene(**about | {"key": people.key()}, draft=commands.Draft(**given))
        assert refused.value.field == field
    with pytest.raises(NotFound):
        commands.convene(**about | {"actor_id": circle.mallory.id}, draft=draft)
    with pytest.raises(NotFound):
        commands.convene(**about | {"slug": "cohort-1"}, draft=draft)
    assert db.session.get(Throttle, f"convene:{circle.bob.id}") is not None
