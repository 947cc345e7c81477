"""Outcomes: what a poll has come to, said by whoever asked or moderates, and looked at again on its day."""

from datetime import date, timedelta

import pytest

from cop import clock, db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.forum import commands, queries, tasks
from cop.models import Notice, NoticeKind, Outcome, Person, Policy, Poll, RoleName
from cop.notifications.queries import page_of
from cop.policy import load_actor
from tests.conftest import NOON
from tests.people import World, evict, newcomer, readmit, set_policy
from tests.polls import ask

TOMORROW = date(2026, 3, 3)


@pytest.fixture
def closed(start, bob: Person) -> Poll:
    poll = ask(bob, start(bob).topic_id)
    return commands.close_poll(actor_id=bob.id, poll_id=poll.id)


def say(person: Person, poll: Poll, text: str = "Leeds", version: int = 0, on: date | None = None) -> Poll:
    return commands.write_outcome(
        actor_id=person.id, poll_id=poll.id, text=text, version=version, review_on=on
    )


def told(person: Person) -> list[NoticeKind]:
    db.session.remove()
    return [each.kind for each in page_of(load_actor(person.id)).shown]


def test_who_asked_and_moderators_say_it(
    closed: Poll, world: World, ann: Person, bob: Person, mallory: Person
) -> None:
    say(bob, closed)
    assert say(ann, closed, "York", version=1).outcome.html == "<p>York</p>"
    with pytest.raises(Forbidden):
        say(newcomer("nora", world.cohort), closed, version=2)
    with pytest.raises(NotFound):
        say(mallory, closed, version=2)


def test_nobody_says_it_while_people_vote(start, bob: Person) -> None:
    poll = ask(bob, start(bob).topic_id)
    with pytest.raises(Conflict):
        say(bob, poll)
    commands.close_poll(actor_id=bob.id, poll_id=poll.id)
    say(bob, poll)


def test_whoever_comes_second_is_told(closed: Poll, ann: Person, bob: Person) -> None:
    say(ann, closed, "Hers")
    with pytest.raises(Conflict):
        say(bob, closed, "His")
    assert say(bob, closed, "His", version=1).outcome.author_id == bob.id


def test_whose_words_are_held_says_nothing(closed: Poll, world: World, ann: Person, bob: Person) -> None:
    set_policy(world.cohort, Policy.ALL_HELD)
    with pytest.raises(Forbidden):
        say(bob, closed)
    say(ann, closed)


def test_nothing_is_added_to_what_is_archived(closed: Poll, ann: Person) -> None:
    commands.archive_topic(actor_id=ann.id, topic_id=closed.topic_id)
    with pytest.raises(Forbidden):
        say(ann, closed)


def test_who_may_no_longer_write_says_nothing(closed: Poll, world: World, set_roles, bob: Person) -> None:
    set_roles(bob, world.cohort, RoleName.OBSERVER)
    with pytest.raises(Forbidden):
        say(bob, closed)


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2020, 1, 1), date(2040, 1, 1)])
def test_its_day_is_to_come(closed: Poll, bob: Person, day: date) -> None:
    with pytest.raises(Invalid) as refused:
        say(bob, closed, on=day)
    assert refused.value.field == "review_on"


@pytest.mark.parametrize("text", [" ", "x" * 4_001])
def test_it_has_words_and_not_too_many(closed: Poll, bob: Person, text: str) -> None:
    with pytest.raises(Invalid):
        say(bob, closed, text)


def test_its_day_is_told_to_who_wrote_it_once(closed: Poll, ann: Person, bob: Person) -> None:
    say(bob, closed, on=TOMORROW)
    tasks.remind_of_outcomes.run()
    assert told(bob) == []
    with clock.at(NOON + timedelta(days=1)):
        for _ in range(2):
            tasks.remind_of_outcomes.run()
        assert (told(bob), told(ann)) == ([NoticeKind.OUTCOME], [])
        [notice] = db.session.query(Notice).filter_by(person_id=bob.id).all()
    assert notice.subject_id == closed.topic_id


def test_a_day_that_has_passed_may_stay_and_another_is_told_anew(closed: Poll, bob: Person) -> None:
    say(bob, closed, on=TOMORROW)
    with clock.at(NOON + timedelta(days=1)):
        tasks.remind_of_outcomes.run()
        say(bob, closed, "York", version=1, on=TOMORROW)
        tasks.remind_of_outcomes.run()
        assert db.get(Outcome, closed.id).reminded_at == NOON + timedelta(days=1)
        say(bob, closed, "York", version=2, on=TOMORROW + timedelta(days=1))
        assert db.get(Outcome, closed.id).reminded_at is None


def test_of_what_cannot_be_read_nothing_is_told_until_it_can(closed: Poll, world: World, bob: Person) -> None:
    say(bob, closed, on=TOMORROW)
    evict(bob, world.cohort)
    with clock.at(NOON + timedelta(days=1)):
        tasks.remind_of_outcomes.run()
        assert told(bob) == []
        readmit(bob, world.cohort)
        tasks.remind_of_outcomes.run()
        assert told(bob) == [NoticeKind.OUTCOME]


def test_one_that_went_meanwhile_is_passed_over(closed: Poll, start, bob: Person, monkeypatch) -> None:
    say(bob, closed, on=TOMORROW)
    unsaid = ask(bob, start(bob).topic_id)
    monkeypatch.setattr(queries, "due_outcome_ids", lambda: [99_999, unsaid.id, closed.id])
    with clock.at(NOON + timedelta(days=1)):
        tasks.remind_of_outcomes.run()
        assert told(bob) == [NoticeKind.OUTCOME]
