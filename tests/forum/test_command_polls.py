"""Polls: opened by whoever started the topic or moderates it, voted in by whoever may reply, closed for ever."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.errors import Conflict, Forbidden, Invalid, NotFound, TooFast
from cop.forum import commands, queries, tasks
from cop.forum.commands import Choice, Paper
from cop.models import Ballot, Decision, Person, Policy, Poll, PollKind, PollOption, RoleName, Topic, Verdict
from tests.conftest import NOON
from tests.people import World, key, set_policy
from tests.polls import DAY, ask, paper


def polls_of(topic_id: int) -> int:
    db.session.remove()
    counted = db.session.get_one(Topic, topic_id).poll_count
    assert counted == db.session.scalar(sa.select(sa.func.count(Poll.id)).where(Poll.topic_id == topic_id))
    return counted


def test_whoever_started_the_topic_and_its_moderators_ask(start, ann: Person, bob: Person) -> None:
    topic_id = start(bob).topic_id
    for person in (bob, ann):
        poll = ask(person, topic_id)
        assert [(each.place, each.words) for each in poll.options] == [(1, "Leeds"), (2, "York")]
    assert polls_of(topic_id) == 2
    with pytest.raises(Forbidden):
        ask(bob, start(ann).topic_id)


def test_mallory_finds_nothing(start, bob: Person, mallory: Person) -> None:
    topic_id = start(bob).topic_id
    poll = ask(bob, topic_id)
    for attempt in (
        lambda: ask(mallory, topic_id),
        lambda: commands.vote(actor_id=mallory.id, poll_id=poll.id, chosen={poll.options[0].id: 1}),
        lambda: commands.take_back_vote(actor_id=mallory.id, poll_id=poll.id),
        lambda: commands.close_poll(actor_id=mallory.id, poll_id=poll.id),
        lambda: commands.remove_poll(actor_id=mallory.id, poll_id=poll.id),
    ):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(NotFound):
        commands.close_poll(actor_id=bob.id, poll_id=99_999)
    assert not commands.close_poll(actor_id=bob.id, poll_id=poll.id).voted


def test_whose_words_are_held_asks_nothing(start, world: World, ann: Person, bob: Person) -> None:
    topic_id = start(bob).topic_id
    set_policy(world.cohort, Policy.ALL_HELD)
    with pytest.raises(Forbidden):
        ask(bob, topic_id)
    ask(ann, topic_id)


def test_nobody_asks_in_a_topic_that_is_locked_but_its_moderators(start, ann: Person, bob: Person) -> None:
    topic_id = start(bob).topic_id
    commands.lock_topic(actor_id=ann.id, topic_id=topic_id)
    with pytest.raises(Forbidden):
        ask(bob, topic_id)
    ask(ann, topic_id)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (paper(question=" "), "question"),
        (paper(question="x" * 201), "question"),
        (paper("Leeds"), "options"),
        (paper("Leeds", "leeds"), "options"),
        (paper("Leeds", "x" * 201), "options"),
        (paper(*map(str, range(21))), "options"),
        (paper(closes_at=NOON), "last_day"),
        (paper(closes_at=NOON + timedelta(days=9_999)), "last_day"),
    ],
)
def test_what_is_asked_must_make_sense(start, bob: Person, asked: Paper, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask(bob, start(bob).topic_id, asked)
    assert refused.value.field == field


def dates(*choices: Choice) -> Paper:
    return Paper(kind=PollKind.DATES, question="When?", choices=choices, is_anonymous=False)


def test_days_stand_in_the_order_of_the_calendar(start, bob: Person) -> None:
    offered = [
        Choice(day=DAY + timedelta(days=1)),
        Choice(day=DAY, hour=time(14)),
        Choice(day=DAY, hour=time(9, 30)),
    ]
    poll = ask(bob, start(bob).topic_id, dates(*offered, offered[0]))
    assert [each.words for each in poll.options] == [
        "Mon 9 Mar 2026, 09:30",
        "Mon 9 Mar 2026, 14:00",
        "Tue 10 Mar 2026",
    ]


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2040, 1, 1), None])
def test_a_day_is_to_come(start, bob: Person, day: date | None) -> None:
    with pytest.raises(Invalid) as refused:
        ask(bob, start(bob).topic_id, dates(Choice(day=DAY), Choice(day=day)))
    assert refused.value.field == "options"


def test_a_repeat_opens_one(start, bob: Person) -> None:
    topic_id, once = start(bob).topic_id, key()
    first, again = ask(bob, topic_id, key=once), ask(bob, topic_id, key=once)
    assert (first.id, polls_of(topic_id)) == (again.id, 1)
    with pytest.raises(Conflict):
        ask(bob, topic_id, paper("Hull", "York"), key=once)


def test_a_topic_has_ten_at_most_and_nobody_asks_too_fast(start, bob: Person, monkeypatch) -> None:
    topic_id = start(bob).topic_id
    monkeypatch.setattr(commands.polls, "MOST_IN_A_TOPIC", 1)
    ask(bob, topic_id)
    with pytest.raises(Conflict):
        ask(bob, topic_id)
    for _ in range(9):
        ask(bob, start(bob).topic_id)
    with pytest.raises(TooFast):
        ask(bob, topic_id)


def test_who_opened_it_and_moderators_close_it(start, reply, ann: Person, bob: Person) -> None:
    topic_id = start(ann).topic_id
    poll = ask(ann, topic_id)
    with pytest.raises(Forbidden):
        commands.close_poll(actor_id=bob.id, poll_id=poll.id)
    with clock.at(NOON + timedelta(hours=1)):
        commands.close_poll(actor_id=ann.id, poll_id=poll.id)
    assert commands.close_poll(actor_id=ann.id, poll_id=poll.id).closed_at == NOON + timedelta(hours=1)
    verdicts = db.session.scalars(sa.select(Decision.verdict).where(Decision.topic_id == topic_id)).all()
    assert verdicts == [Verdict.CLOSE_POLL], "a repeat is none"


def test_nobody_votes_in_one_that_is_closed(start, bob: Person) -> None:
    poll = ask(bob, start(bob).topic_id)
    chosen = {poll.options[0].id: 1}
    commands.vote(actor_id=bob.id, poll_id=poll.id, chosen=chosen)
    commands.close_poll(actor_id=bob.id, poll_id=poll.id)
    with pytest.raises(Forbidden):
        commands.vote(actor_id=bob.id, poll_id=poll.id, chosen=chosen)
    with pytest.raises(Forbidden):
        commands.take_back_vote(actor_id=bob.id, poll_id=poll.id)


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_its_time_closes_it_before_any_job_has_run(start, bob: Person, is_anonymous: bool) -> None:
    asked = paper(closes_at=NOON + timedelta(days=1), is_anonymous=is_anonymous)
    poll = ask(bob, start(bob).topic_id, asked)
    chosen = {poll.options[0].id: 1}
    commands.vote(actor_id=bob.id, poll_id=poll.id, chosen=chosen)
    tasks.end_polls.run()
    assert db.session.get_one(Poll, poll.id, populate_existing=True).closed_at is None
    with clock.at(NOON + timedelta(days=1)):
        with pytest.raises(Forbidden):
            commands.vote(actor_id=bob.id, poll_id=poll.id, chosen=chosen)
        tasks.end_polls.run()
        tasks.end_polls.run()
    assert db.session.get_one(Poll, poll.id, populate_existing=True).closed_at == NOON + timedelta(days=1)
    assert db.session.scalar(sa.select(Ballot.seal)) is None


def test_one_that_went_meanwhile_is_passed_over(start, bob: Person, monkeypatch) -> None:
    poll = ask(bob, start(bob).topic_id, paper(closes_at=NOON + timedelta(days=1)))
    monkeypatch.setattr(queries, "ended_poll_ids", lambda: [99_999, poll.id])
    with clock.at(NOON + timedelta(days=2)):
        tasks.end_polls.run()
    assert db.session.get_one(Poll, poll.id, populate_existing=True).closed_at == NOON + timedelta(days=1)


def test_what_is_taken_away_leaves_nothing(start, ann: Person, bob: Person) -> None:
    topic_id = start(bob).topic_id
    poll, other = ask(bob, topic_id), ask(bob, topic_id)
    commands.vote(actor_id=ann.id, poll_id=poll.id, chosen={poll.options[0].id: 1})
    commands.remove_poll(actor_id=ann.id, poll_id=poll.id)
    assert polls_of(topic_id) == 1
    assert set(db.session.scalars(sa.select(PollOption.poll_id))) == {other.id}
    assert not db.session.scalars(sa.select(Ballot.id)).all()
    [decision] = db.session.scalars(sa.select(Decision).where(Decision.topic_id == topic_id))
    assert (decision.verdict, decision.person_id) == (Verdict.REMOVE_POLL, bob.id)


def test_they_go_with_a_topic_that_is_merged(start, ann: Person, bob: Person) -> None:
    one, other = start(bob).topic_id, start(bob).topic_id
    for topic_id in (one, other):
        ask(bob, topic_id)
    commands.merge_topics(actor_id=ann.id, topic_id=one, into_id=other)
    assert (polls_of(one), polls_of(other)) == (0, 2)


def test_who_may_no_longer_write_keeps_no_poll(start, world: World, set_roles, bob: Person) -> None:
    poll = ask(bob, start(bob).topic_id)
    set_roles(bob, world.cohort, RoleName.OBSERVER)
    with pytest.raises(Forbidden):
        commands.remove_poll(actor_id=bob.id, poll_id=poll.id)
