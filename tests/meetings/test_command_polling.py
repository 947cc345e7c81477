"""A set finds a date: proposed by any of them, answered by all, confirmed by the host (SM2, domain.md 2.3)."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.meetings import commands, queries
from cop.meetings.commands import Asked
from cop.meetings.queries.dates import proposed
from cop.models import DateAnswer, Meeting, MeetingDate, calendar
from cop.models.meetings_choices import Called
from cop.models.meetings_dates import MOST_DATES, Suits
from cop.models.meetings_states import MeetingState
from cop.models.meetings_timings import Channel
from tests import people
from tests.conftest import NOON

DAYS = [NOON + timedelta(days=each) for each in (10, 12, 15)]
YES, MAYBE, NO = Suits.YES, Suits.IF_NEED_BE, Suits.NO


@pytest.fixture
def ask(circle):
    """`ask(person)`: they propose three dates; Ann hosts. Of it the ids of the dates are returned."""

    def propose(person=None, key=None, **about) -> list[int]:
        about = {"dates": tuple(DAYS), "host_id": circle.ann.id} | about
        meeting = commands.ask_for_dates(
            actor_id=(person or circle.bob).id,
            slug=circle.space.slug,
            asked=Asked(**about),
            key=key or people.key(),
        )
        circle.meeting_id = meeting.id
        return [each.id for each in MeetingDate.of(meeting)]

    return propose


def answer(circle, person, *said, dates):
    commands.answer_dates(**circle.of(person), answers=dict(zip(dates, said, strict=False)))


def shown(circle):
    meeting = circle.now
    return proposed(meeting, queries.people_of(meeting.space))


def test_any_member_proposes_and_all_answer_and_the_host_sees_which_suits_most(circle, ask):
    dates = ask(circle.bob)
    assert circle.state is MeetingState.PROPOSED
    assert not any(each.is_best for each in shown(circle)), "nobody has answered"
    answer(circle, circle.ann, YES, YES, NO, dates=dates)
    answer(circle, circle.bob, NO, MAYBE, YES, dates=dates)
    answer(circle, circle.carol, YES, YES, YES, dates=dates)
    first, second, third = shown(circle)
    assert [each.can_come for each in (first, second, third)] == [2, 3, 2]
    assert [each.is_best for each in (first, second, third)] == [False, True, False]
    assert [each.name for each in first.cannot] == ["Bob"]
    assert [each.name for each in second.silent] == ["Advi", "Dan"], "who facilitates is asked too"


def test_answers_are_changed_until_there_is_a_date(circle, ask):
    dates = ask()
    answer(circle, circle.bob, YES, YES, dates=dates)
    answer(circle, circle.bob, NO, dates=dates)
    assert [each.mine(circle.bob.id) for each in shown(circle)] == [NO, YES, None]
    commands.confirm_date(**circle.of(circle.ann), date_id=dates[1])
    with pytest.raises(Conflict):
        answer(circle, circle.bob, NO, dates=dates)


def test_the_host_alone_confirms_and_the_calendar_has_it_then(circle, ask):
    dates = ask()
    assert calendar.entries([circle.space], since=NOON.date()) == []
    for other in (circle.bob, circle.adviser):
        with pytest.raises(Forbidden):
            commands.confirm_date(**circle.of(other), date_id=dates[1])
    with pytest.raises(NotFound):
        commands.confirm_date(**circle.of(circle.mallory), date_id=dates[1])
    commands.confirm_date(**circle.of(circle.ann), date_id=dates[1])
    assert (circle.state, circle.now.starts_at) == (MeetingState.SCHEDULED, DAYS[1])
    db.session.rollback()
    (entry,) = calendar.entries([circle.space], since=NOON.date())
    assert entry.begins == DAYS[1]
    with pytest.raises(Conflict):
        commands.confirm_date(**circle.of(circle.ann), date_id=dates[1])


def test_where_the_host_has_left_every_member_confirms(circle, ask):
    dates = ask()
    people.evict(circle.ann, circle.space)
    commands.confirm_date(**circle.of(circle.bob), date_id=dates[0])
    assert circle.state is MeetingState.SCHEDULED


def test_more_dates_come_and_others_are_withdrawn_with_their_answers(circle, ask):
    dates = ask(circle.bob)
    another = NOON + timedelta(days=8)
    commands.propose_date(**circle.of(circle.carol), starts_at=another)
    commands.propose_date(**circle.of(circle.dan), starts_at=another)
    found = shown(circle)
    assert len(found) == 4, "the same once"
    assert circle.now.starts_at == another
    mine = found[0].date.id
    answer(circle, circle.dan, YES, dates=[mine])
    with pytest.raises(Forbidden):
        commands.withdraw_date(**circle.of(circle.dan), date_id=mine)
    commands.withdraw_date(**circle.of(circle.carol), date_id=mine)
    commands.withdraw_date(**circle.of(circle.carol), date_id=mine)
    commands.withdraw_date(**circle.of(circle.ann), date_id=dates[0])  # who hosts
    assert [each.date.starts_at for each in shown(circle)] == DAYS[1:]
    assert db.session.query(DateAnswer).count() == 0
    with pytest.raises(Conflict):
        answer(circle, circle.dan, YES, dates=[mine])
    for each in dates[1:]:
        commands.withdraw_date(**circle.of(circle.bob), date_id=each)
    assert shown(circle) == []


def test_what_is_no_date_to_come_is_refused(circle, ask):
    for wrong in ((), (NOON - timedelta(days=1),), tuple(NOON + timedelta(days=n + 1) for n in range(13))):
        with pytest.raises(Invalid):
            ask(dates=wrong)
    with pytest.raises(Invalid):
        ask(answer_by=DAYS[-1] + timedelta(days=1))
    with pytest.raises(Invalid):
        ask(host_id=circle.mallory.id)
    dates = ask(answer_by=DAYS[0])
    for n in range(MOST_DATES - len(dates)):
        commands.propose_date(**circle.of(circle.bob), starts_at=NOON + timedelta(days=20 + n))
    with pytest.raises(Invalid):
        commands.propose_date(**circle.of(circle.bob), starts_at=NOON + timedelta(days=50))
    with clock.at(NOON + timedelta(days=11)), pytest.raises(Conflict):
        commands.confirm_date(**circle.of(circle.ann), date_id=dates[0])


def test_there_is_one_poll_at_a_time_and_a_repeat_is_none(circle, ask):
    key = people.key()
    dates = ask(key=key)
    assert ask(key=key) == dates
    with pytest.raises(Conflict):
        ask(circle.carol)
    commands.cancel(**circle.of(circle.ann), why=Called.DATE, version=circle.now.version)
    db.session.rollback()
    assert calendar.entries([circle.space], since=NOON.date()) == [], "it never had a date"
    assert ask(circle.carol) != dates


def test_strangers_neither_ask_nor_answer(circle, ask):
    for stranger in (circle.mallory, circle.world.staff):
        with pytest.raises(NotFound):
            ask(stranger)
    dates = ask()
    for stranger in (circle.mallory, circle.world.staff):
        for act in (
            lambda who: commands.propose_date(**circle.of(who), starts_at=DAYS[0]),
            lambda who: commands.withdraw_date(**circle.of(who), date_id=dates[0]),
            lambda who: answer(circle, who, YES, dates=dates),
        ):
            with pytest.raises(NotFound):
                act(stranger)


def test_it_is_held_as_the_last_one_was(circle, ask):
    circle.convene(channel=Channel.TEXT, is_strict=False)
    circle.lead_to(MeetingState.RECORD)
    people.rest()
    ask()
    assert (circle.now.channel, circle.now.is_strict) == (Channel.TEXT, False)


def test_whoever_has_left_the_set_is_asked_no_more(circle, ask):
    dates = ask()
    answer(circle, circle.dan, YES, dates=dates)
    people.evict(circle.dan, circle.space)
    assert shown(circle)[0].can_come == 0
    assert db.session.get_one(Meeting, circle.meeting_id).booked_at is None
    assert clock.now() == NOON
