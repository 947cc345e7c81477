"""What is taken from a meeting goes on: actions, deferred bids, what was learned; what was said does not."""

from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from cop import clock, policy
from cop.db import session
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.keeping import commands as keeping
from cop.meetings import commands, tasks
from cop.meetings.commands import contracts
from cop.models import (
    Ground,
    KeepingRun,
    Kept,
    MeasureKind,
    Meeting,
    MeetingAction,
    MeetingAttendance,
    MeetingBid,
    MeetingLearning,
    MeetingLine,
    MeetingScore,
    MeetingSlot,
    MeetingStay,
    MeetingTurn,
    Question,
)
from cop.models.contracts import KEEPINGS
from cop.models.meetings_choices import Called, Next, Office
from cop.models.meetings_outcomes import ActionState, LearningKind
from cop.models.meetings_slots import BidState
from cop.models.meetings_states import MeetingState
from cop.models.meetings_timings import Channel
from cop.spaces import commands as spaces
from cop.spaces.commands import Wanted
from tests import people
from tests.conftest import NOON

S = MeetingState


def count(kind: type, **about: object) -> int:
    session.rollback()
    return session.scalar(sa.select(sa.func.count()).select_from(kind).filter_by(**about)) or 0


def close(circle) -> None:
    """End whatever is under way, into the record."""
    commands.end_meeting(**circle.of(circle.ann), version=circle.now.version)
    commands.settle_next(**circle.of(circle.ann), step=Next.POLL)
    circle.move(S.RECORD)


def another(circle, day: int) -> None:
    circle.convene(starts_at=NOON + timedelta(days=day))


def test_check_6_a_deferred_bid_comes_back_with_one_more_each_time(circle):
    """Acceptance check 6."""
    circle.lead_to(S.BIDDING)
    bids = circle.bid(circle.bob, circle.carol)
    circle.order(bids[0])
    close(circle)
    assert [each.state for each in circle.bids()] == [BidState.DEFERRED, BidState.DEFERRED], (
        "none had its time"
    )
    for day in (1, 2):
        another(circle, day)
        with clock.at(NOON + timedelta(days=day)):
            circle.come(circle.ann)
            found = {(each.person_id, each.priority, each.state) for each in circle.bids()}
            assert found == {(each.id, day, BidState.PLACED) for each in (circle.bob, circle.carol)}
            commands.cancel(**circle.of(circle.ann), why=Called.OTHER, version=circle.now.version)
    assert count(MeetingBid, state=BidState.CARRIED) == 4


def test_who_has_bid_already_has_what_they_waited_for_with_it(circle):
    circle.lead_to(S.BIDDING)
    circle.bid(circle.bob)
    close(circle)
    another(circle, 1)
    (mine,) = circle.bid(circle.bob)
    with clock.at(NOON + timedelta(days=1)):
        circle.come(circle.ann)
        assert [(each.id, each.priority) for each in circle.bids()] == [(mine, 1)]


def test_one_that_had_its_time_does_not_nor_one_of_somebody_who_left(circle):
    circle.lead_to(S.FEEDBACK)
    circle.move(S.CLOSE)
    session.rollback()
    commands.settle_next(**circle.of(circle.ann), step=Next.POLL)
    circle.move(S.RECORD)
    another(circle, 1)
    with clock.at(NOON + timedelta(days=1)):
        circle.bid(circle.dan)
        commands.cancel(**circle.of(circle.ann), why=Called.OTHER, version=circle.now.version)
    about = {"actor_id": circle.ann.id, "space_id": circle.space.id, "person_id": circle.dan.id}
    spaces.remove_member(**about, reason="They have moved.")
    another(circle, 2)
    with clock.at(NOON + timedelta(days=2)):
        circle.come(circle.ann)
        assert circle.bids() == []


def test_open_actions_open_the_next_meeting_and_closed_ones_do_not(circle):
    circle.lead_to(S.ACTIONS)
    first = commands.write_action(
        **circle.of(circle.bob), text="Ask the chair", due_on=clock.today() + timedelta(days=9)
    )
    second = commands.write_action(**circle.of(circle.bob), text="Write it down", first_step="A page")
    with pytest.raises(Forbidden, match="presenter"):
        commands.write_action(**circle.of(circle.carol), text="Help him")
    circle.move(S.FEEDBACK, by=circle.bob)
    circle.move(S.CLOSE)
    commands.settle_next(**circle.of(circle.ann), step=Next.POLL)
    circle.move(S.RECORD)
    circle.meeting_id = 0
    circle.lead_to(S.REVIEW)
    assert circle.next() == circle.bob.id
    with pytest.raises(Forbidden):
        commands.tell_of_action(**circle.of(circle.carol), action_id=first.id, state=ActionState.DONE)
    commands.tell_of_action(**circle.of(circle.bob), action_id=first.id, state=ActionState.DONE)
    commands.tell_of_action(**circle.of(circle.bob), action_id=second.id, state=ActionState.PART)
    session.expire_all()
    kept = {each.id: each for each in session.scalars(sa.select(MeetingAction))}
    assert kept[first.id].closed_at == NOON
    assert (kept[second.id].closed_at, kept[second.id].reviewed_in_id) == (None, circle.meeting_id)


def test_two_clicks_are_one_action_and_one_line(circle):
    circle.lead_to(S.ACTIONS)
    about = circle.of(circle.bob) | {"text": "Ask the chair"}
    for due_on in (None, None, clock.today(), clock.today()):
        commands.write_action(**about, due_on=due_on)
    assert count(MeetingAction) == 2
    for is_shared in (False, True):
        commands.note_learning(**about, kind=LearningKind.LEARNING, is_shared=is_shared)
    assert (count(MeetingLearning), count(MeetingLearning, is_shared=True)) == (1, 1)


def test_whose_words_wait_writes_nothing_for_the_set_to_read(circle):
    circle.lead_to(S.FEEDBACK)
    commands.hand_over(**circle.of(circle.ann), office=Office.NOTE_TAKER, person_id=circle.bob.id)
    commands.accept_office(**circle.of(circle.bob), office=Office.NOTE_TAKER, accepts=True)
    circle.move(S.CLOSE)
    commands.settle_next(**circle.of(circle.ann), step=Next.POLL)
    circle.move(S.RECORD)
    wanted = Wanted(MeasureKind.HELD, NOON + timedelta(days=9), Ground.OTHER, "For a while")
    about = {"person_id": circle.bob.id, "space_id": circle.space.id, "wanted": wanted}
    spaces.take_measure(actor_id=circle.adviser.id, **about)
    for write in (
        partial(commands.write_action),
        partial(commands.note_learning, kind=LearningKind.LEARNING, is_shared=True),
        partial(commands.summarise, version=0),
    ):
        with pytest.raises(Forbidden, match="waits for a moderator"):
            write(**circle.of(circle.bob), text="Ask the chair")
    commands.write_action(**circle.of(circle.carol), text="Ask the chair")


def test_an_action_of_another_set_is_none_here(circle):
    circle.lead_to(S.REVIEW)
    action = MeetingAction(space_id=circle.world.cohort.id, owner_id=circle.bob.id, text="Elsewhere")
    session.add(action)
    session.commit()
    with pytest.raises(NotFound):
        commands.tell_of_action(**circle.of(circle.bob), action_id=action.id, state=ActionState.DONE)


def test_days_that_have_gone_by_are_no_due_days(circle):
    circle.lead_to(S.ACTIONS)
    for days in (-1, 5_000):
        with pytest.raises(Invalid):
            commands.write_action(
                **circle.of(circle.bob), text="Ask", due_on=clock.today() + timedelta(days=days)
            )


def test_what_was_learned_is_ones_own_unless_it_is_shared(circle):
    circle.lead_to(S.SUMMARISE)
    about = {"kind": LearningKind.INSIGHT, "is_shared": False}
    with pytest.raises(Conflict, match="own slot"):
        commands.note_learning(**circle.of(circle.carol), text="His insight", **about)
    offer = {"kind": LearningKind.OFFER, "is_shared": True}
    with pytest.raises(Conflict, match="made to you"):
        commands.note_learning(**circle.of(circle.bob), text="Carol knows somebody", **offer)
    mine = commands.note_learning(**circle.of(circle.bob), text="I hesitate", **about)

    def read_by(person) -> int:
        visible = policy.visible_learning(policy.load_actor(person.id))
        return len(session.scalars(sa.select(MeetingLearning).where(visible)).all())

    assert (read_by(circle.bob), read_by(circle.carol), read_by(circle.mallory)) == (1, 0, 0)
    with pytest.raises(NotFound):
        commands.share_learning(actor_id=circle.carol.id, learning_id=mine.id, is_shared=True)
    commands.share_learning(actor_id=circle.bob.id, learning_id=mine.id, is_shared=True)
    assert (read_by(circle.carol), read_by(circle.adviser), read_by(circle.mallory)) == (1, 1, 0)


def test_scores_are_given_once_and_can_be_said_otherwise(circle):
    circle.lead_to(S.CLOSE)
    with pytest.raises(Invalid):
        commands.score(**circle.of(circle.bob), score=6)
    for number in (2, 4):
        commands.score(**circle.of(circle.bob), score=number)
    assert session.scalars(sa.select(MeetingScore.score)).all() == [4]
    commands.leave_meeting(**circle.of(circle.bob))
    commands.settle_next(**circle.of(circle.ann), step=Next.POLL)
    eve = people.newcomer("eve", circle.space)
    circle.move(S.RECORD)
    commands.score(**circle.of(circle.bob), score=5)
    with pytest.raises(Forbidden, match="were there"):
        commands.score(**circle.of(eve), score=1)


def test_the_summary_is_the_note_takers_and_waits_for_each_presenter(circle):
    circle.lead_to(S.FEEDBACK)
    commands.hand_over(**circle.of(circle.ann), office=Office.NOTE_TAKER, person_id=circle.dan.id)
    commands.accept_office(**circle.of(circle.dan), office=Office.NOTE_TAKER, accepts=True)
    circle.move(S.CLOSE)
    commands.settle_next(**circle.of(circle.ann), step=Next.POLL)
    with pytest.raises(Forbidden):
        commands.summarise(**circle.of(circle.dan), text="We worked well", version=0)
    circle.move(S.RECORD)
    with pytest.raises(Forbidden):
        commands.summarise(**circle.of(circle.ann), text="We worked well", version=0)
    commands.summarise(**circle.of(circle.dan), text="We worked well", version=0)
    with pytest.raises(Conflict):
        commands.summarise(**circle.of(circle.dan), text="We worked", version=0)
    with pytest.raises(Forbidden):
        commands.agree_to_summary(**circle.of(circle.carol), version=1)
    commands.summarise(**circle.of(circle.dan), text="We worked", version=1)
    with pytest.raises(Conflict):
        commands.agree_to_summary(**circle.of(circle.bob), version=1)
    commands.agree_to_summary(**circle.of(circle.bob), version=2)
    assert circle.now.slots[0].agrees_summary


def _two_meetings(circle) -> int:
    """The first with words in a slot and an action; the second closed. Returns the first."""
    circle.lead_to(S.PRESENT)
    circle.say(circle.bob, "What troubles me")
    first = circle.meeting_id
    for step in (S.CLARIFY, S.EXPLORE, S.SUMMARISE, S.ACTIONS):
        circle.move(step)
    commands.write_action(**circle.of(circle.bob), text="Ask the chair")
    close_slot(circle)
    another(circle, 7)
    return first


def close_slot(circle) -> None:
    circle.move(S.FEEDBACK, by=circle.bob)
    circle.move(S.CLOSE)
    commands.settle_next(**circle.of(circle.ann), step=Next.POLL)
    circle.move(S.RECORD)


def test_check_8_what_was_said_goes_as_the_next_meeting_has_closed(circle):
    """Acceptance check 8: actions and attendance remain."""
    first = _two_meetings(circle)
    with clock.at(NOON + timedelta(days=7)):
        circle.come(*circle.members)
        circle.move(S.CHECK_IN)
        tasks.let_go.run()
        assert count(MeetingLine, meeting_id=first) == 1, "control: it has not closed yet"
        close(circle)
        tasks.let_go.run()
        assert count(MeetingLine, meeting_id=first) == 0
        assert count(MeetingTurn, meeting_id=first) == 0
        assert count(MeetingAction, meeting_id=first) == 1
        assert count(MeetingAttendance, meeting_id=first) == 4
        assert sum(run.went for run in session.scalars(sa.select(KeepingRun))) == 1


@pytest.mark.parametrize("days", KEEPINGS)
def test_it_goes_when_the_set_wants_it_no_longer(circle, days):
    """As its contract says: 0 is not beyond the meeting itself."""
    circle.lead_to(S.PRESENT)
    circle.say(circle.bob, "What troubles me")
    terms = contracts.Terms(purpose="To change how we lead", meetings=5, cadence_days=35, keeps_days=days)
    contracts.agree_on_terms(actor_id=circle.bob.id, space_id=circle.space.id, terms=terms, seen=0)
    tasks.let_go.run()
    assert count(MeetingLine) == 1, "it is not over"
    commands.ask_to_end(**circle.of(circle.ann))
    commands.agree_to_end(**circle.of(circle.bob), version=circle.now.version)
    commands.settle_next(**circle.of(circle.ann), step=Next.POLL)
    circle.move(S.RECORD)
    with clock.at(NOON + timedelta(days=days) - timedelta(minutes=1)):
        tasks.let_go.run()
        assert count(MeetingLine) == 1
    with clock.at(NOON + timedelta(days=days)):
        tasks.let_go.run()
        assert count(MeetingLine) == 0
        assert count(MeetingStay) == 0, "who was there at which moment goes with it"
        assert count(MeetingAttendance) == 4


def test_without_a_contract_turns_and_stays_are_kept_no_longer_than_lines(circle):
    """At a meeting by phone there are no lines; and whoever runs the network may have chosen fewer days."""
    circle.about |= {"channel": Channel.COMPANION}
    circle.lead_to(S.RECORD)
    assert count(MeetingStay) == 4
    about = {"kind": Kept.MEETING_LINES, "days": 30, "seen": 90, "reason": "Enough"}
    keeping.set_days(actor_id=circle.world.staff.id, **about)
    for days, stays in ((29, 4), (30, 0)):
        with clock.at(NOON + timedelta(days=days)):
            tasks.let_go.run()
            assert count(MeetingStay) == stays


def test_of_a_meeting_that_nobody_has_ended_it_goes_too(circle):
    circle.lead_to(S.CHECK_IN)
    circle.next()
    for days, stays in ((89, 4), (90, 0)):
        with clock.at(NOON + timedelta(days=days)):
            tasks.let_go.run()
            assert (count(MeetingStay), count(MeetingTurn)) == (stays, 1 if stays else 0)


def test_it_goes_as_its_set_closes_for_good(circle):
    circle.lead_to(S.CHECK_IN)
    circle.next()
    circle.say(circle.ann, "Good morning")
    close(circle)
    contracts.agree_on_terms(
        actor_id=circle.bob.id, space_id=circle.space.id, seen=0, terms=contracts.Terms("To lead", 5, 35, 90)
    )
    for person in circle.members[:3]:
        tasks.let_go.run()
        assert count(MeetingLine) == 1, "control"
        about = {"space_id": circle.space.id, "question": Question.CLOSING}
        contracts.say_yes(actor_id=person.id, **about)
    tasks.let_go.run()
    assert count(MeetingLine) == 0


def test_a_legal_hold_keeps_it(circle):
    first = _two_meetings(circle)
    hold = keeping.place_hold(
        actor_id=circle.world.staff.id, reference="FOI 7", reason="A request", space_id=circle.space.id
    )
    with clock.at(NOON + timedelta(days=7)):
        circle.come(*circle.members)
        circle.move(S.CHECK_IN)
        close(circle)
        tasks.let_go.run()
        assert count(MeetingLine, meeting_id=first) == 1
        with pytest.raises(Conflict):
            commands.forget_my_slot(actor_id=circle.bob.id, slot_id=slot_of(first))
        keeping.lift_hold(actor_id=circle.world.staff.id, hold_id=hold.id, reason="It was answered")
        commands.forget_my_slot(actor_id=circle.bob.id, slot_id=slot_of(first))
        assert count(MeetingLine, meeting_id=first) == 0


def slot_of(meeting_id: int) -> int:
    return session.scalars(sa.select(MeetingSlot.id).where(MeetingSlot.meeting_id == meeting_id)).one()


def test_a_presenter_deletes_what_was_said_sooner_and_nobody_else_does(circle):
    first = _two_meetings(circle)
    slot_id = slot_of(first)
    with pytest.raises(Forbidden):
        commands.forget_my_slot(actor_id=circle.ann.id, slot_id=slot_id)
    with pytest.raises(NotFound):
        commands.forget_my_slot(actor_id=circle.mallory.id, slot_id=slot_id)
    commands.forget_my_slot(actor_id=circle.bob.id, slot_id=slot_id)
    assert count(MeetingLine, meeting_id=first) == 0
    assert count(MeetingAction, meeting_id=first) == 1
    commands.forget_my_slot(actor_id=circle.bob.id, slot_id=slot_id)


def test_the_agenda_is_re_ordered_by_its_facilitator(circle):
    circle.lead_to(S.BIDDING)
    circle.order(*circle.bid(circle.bob, circle.carol, circle.dan))
    ids = [each.id for each in circle.now.slots]
    with pytest.raises(Forbidden):
        commands.move_slot(actor_id=circle.bob.id, slot_id=ids[0], by=1, version=circle.now.version)
    seen = circle.now.version
    commands.move_slot(actor_id=circle.ann.id, slot_id=ids[0], by=1, version=seen)
    with pytest.raises(Conflict, match="moved on"):
        commands.move_slot(actor_id=circle.ann.id, slot_id=ids[0], by=1, version=seen)
    assert [each.presenter_id for each in circle.now.slots] == [circle.carol.id, circle.bob.id, circle.dan.id]
    circle.ready(circle.carol)
    with pytest.raises(Conflict, match="order"):
        circle.move(S.PRESENT)
    commands.move_slot(actor_id=circle.ann.id, slot_id=ids[1], by=-1, version=circle.now.version)
    assert circle.now.slots[0].presenter_id == circle.carol.id, "it is the first already"


def test_another_bid_after_the_proposal_needs_another(circle):
    circle.lead_to(S.BIDDING)
    circle.order(*circle.bid(circle.bob))
    circle.bid(circle.carol)
    assert (circle.now.order_at, circle.now.slots) == (None, [])
    with pytest.raises(Invalid):
        commands.propose_order(**circle.of(circle.ann), bid_ids=[], version=circle.now.version)
    for about in ({"title": " "}, {"minutes": 5}, {"urgency": 4}, {"title": "x" * 81}):
        with pytest.raises(Invalid):
            commands.bid(**circle.of(circle.bob), **{"title": "A", "minutes": 40, "urgency": 1} | about)


def test_a_slot_that_is_stopped_under_a_hold_is_read_by_nobody_and_goes_with_the_hold(circle):
    circle.lead_to(S.PRESENT)
    circle.say(circle.bob, "What troubles me")
    keep = {"actor_id": circle.world.staff.id, "reason": "A request"}
    hold = keeping.place_hold(**keep, reference="FOI 7", space_id=circle.space.id)
    commands.stop_my_slot(**circle.of(circle.bob))
    tasks.let_go.run()
    assert count(MeetingLine) == 1, "it has to be kept"
    visible = sa.select(MeetingLine.id).join(Meeting, Meeting.id == MeetingLine.meeting_id)
    for person in circle.members:
        assert session.scalars(visible.where(policy.visible_lines(policy.load_actor(person.id)))).all() == []
    keeping.lift_hold(actor_id=keep["actor_id"], hold_id=hold.id, reason="It was answered")
    tasks.let_go.run()
    assert count(MeetingLine) == 0
