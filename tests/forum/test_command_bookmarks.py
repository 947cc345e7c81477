"""Bookmarks: one's own, of what one can read, and told of on their day."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from cop import clock, db
from cop.errors import Invalid, NotFound, TooFast
from cop.events import Fact, ReminderDue
from cop.forum import commands, queries, tasks
from cop.models import Bookmark, Person, Policy, Post
from cop.policy import load_actor
from tests.conftest import NOON
from tests.people import World, evict, newcomer, readmit, set_policy

TOMORROW = date(2026, 3, 3)


@pytest.fixture
def due(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Fact]]:
    told: list[Fact] = []
    monkeypatch.setattr(db, "_with", {**db._with, ReminderDue: [told.append]})
    return told


def keep(person: Person, post: Post, on: date | None = None) -> Bookmark:
    return commands.bookmark_post(actor_id=person.id, post_id=post.id, remind_on=on)


def kept(person: Person) -> list[int]:
    db.session.remove()
    return [each.post_id for each in queries.bookmarks(load_actor(person.id)).bookmarks]


def test_it_is_ones_own_alone(start, ann: Person, bob: Person):
    first, second = start(ann), start(bob)
    keep(bob, first)
    keep(bob, second)
    keep(ann, second)
    assert (kept(bob), kept(ann)) == ([second.id, first.id], [second.id])


def test_a_repeat_makes_no_second_one_and_changes_its_day(start, bob: Person):
    post = start(bob)
    first = keep(bob, post, TOMORROW)
    again = keep(bob, post)
    assert (again.id, again.remind_on, kept(bob)) == (first.id, None, [post.id])


def test_it_is_taken_away(start, ann: Person, bob: Person):
    post = start(bob)
    keep(bob, post)
    keep(ann, post)
    for _ in range(2):
        commands.forget_bookmark(actor_id=bob.id, post_id=post.id)
    assert (kept(bob), kept(ann)) == ([], [post.id])


def test_an_outsider_finds_nothing(start, bob: Person, mallory: Person):
    post = start(bob)
    keep(bob, post)
    with pytest.raises(NotFound):
        keep(mallory, post)
    with pytest.raises(NotFound):
        commands.bookmark_post(actor_id=bob.id, post_id=99_999)


@pytest.mark.parametrize("verb", ["hide", "remove"])
def test_what_cannot_be_read_is_not_kept(start, reply, change, ann: Person, bob: Person, verb: str):
    post = reply(ann, start(bob).topic_id)
    keep(bob, post)
    change(post, verb)
    assert kept(bob) == []
    with pytest.raises(NotFound):
        keep(bob, post)
    if verb == "hide":
        change(post, "release")
        assert kept(bob) == [post.id]


def test_what_waits_is_not_kept(start, world: World, bob: Person):
    set_policy(world.cohort, Policy.ALL_HELD)
    held = start(bob)
    with pytest.raises(NotFound):
        keep(bob, held)


def test_who_leaves_loses_sight_of_it_and_who_comes_back_regains_it(start, world: World, ann: Person):
    nora, post = newcomer("nora", world.cohort), start(ann)
    keep(nora, post)
    evict(nora, world.cohort)
    assert kept(nora) == []
    readmit(nora, world.cohort)
    assert kept(nora) == [post.id]


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2020, 1, 1), date(2032, 1, 1), date.max])
def test_a_day_is_to_come_and_not_too_far(start, bob: Person, day: date):
    with pytest.raises(Invalid) as refused:
        keep(bob, start(bob), day)
    assert refused.value.field == "remind_on"


def test_a_day_that_has_passed_may_stay(start, bob: Person):
    post = start(bob)
    keep(bob, post, TOMORROW)
    with clock.at(NOON + timedelta(days=9)):
        assert keep(bob, post, TOMORROW).remind_on == TOMORROW


def test_its_day_is_told_once(due, start, bob: Person):
    bookmark = keep(bob, start(bob), TOMORROW)
    keep(bob, start(bob))
    tasks.remind.run()
    assert due == []
    with clock.at(NOON + timedelta(hours=12, minutes=1)):
        tasks.remind.run()
        tasks.remind.run()
    assert due == [ReminderDue(bookmark.id)]
    assert db.get(Bookmark, bookmark.id).reminded_at == NOON + timedelta(hours=12, minutes=1)


def test_another_day_is_told_anew(due, start, bob: Person):
    post = start(bob)
    bookmark = keep(bob, post, TOMORROW)
    with clock.at(NOON + timedelta(days=1)):
        tasks.remind.run()
        keep(bob, post, TOMORROW + timedelta(days=1))
    with clock.at(NOON + timedelta(days=2)):
        tasks.remind.run()
    assert due == [ReminderDue(bookmark.id)] * 2


def test_of_what_cannot_be_read_nothing_is_told_until_it_can(due, start, world: World, ann: Person):
    nora, post = newcomer("nora", world.cohort), start(ann)
    bookmark = keep(nora, post, TOMORROW)
    evict(nora, world.cohort)
    with clock.at(NOON + timedelta(days=1)):
        tasks.remind.run()
        assert due == []
        readmit(nora, world.cohort)
        tasks.remind.run()
    assert due == [ReminderDue(bookmark.id)]


def test_one_that_went_meanwhile_is_passed_over(due, start, bob: Person, monkeypatch):
    post = start(bob)
    keep(bob, post, TOMORROW)
    gone = [99_999, *queries.due_bookmark_ids()]
    with clock.at(NOON + timedelta(days=1)):
        monkeypatch.setattr(queries, "due_bookmark_ids", lambda: [*gone, db.session.query(Bookmark).one().id])
        tasks.remind.run()
    assert len(due) == 1


def test_so_many_and_no_more(start, bob: Person, monkeypatch):
    monkeypatch.setattr(commands.bookmarks, "MOST", 1)
    first, second = start(bob), start(bob)
    keep(bob, first)
    with pytest.raises(Invalid):
        keep(bob, second)
    keep(bob, first, TOMORROW)


def test_going_too_fast_is_refused(start, bob: Person):
    post = start(bob)
    for _ in range(30):
        keep(bob, post)
    with pytest.raises(TooFast):
        keep(bob, post)


@pytest.mark.parametrize("number", [1, 45])
def test_a_page_needs_two_queries_whatever_its_length(
    start, reply, bob: Person, number: int, count_queries, monkeypatch
):
    topic_id = start(bob).topic_id
    for minutes in range(number):
        with clock.at(NOON + timedelta(minutes=minutes)):
            keep(bob, reply(bob, topic_id), TOMORROW)
    actor = load_actor(bob.id)
    db.session.remove()
    seen: list[int] = []
    before = None
    while True:
        with count_queries() as queries_made:
            page = queries.bookmarks(actor, before=before)
            seen += [each.post.id for each in page.bookmarks]
            [(each.post.topic.space.name, each.post.author.name) for each in page.bookmarks]
        assert len(queries_made) <= 2
        before = page.older
        if before is None:
            break
    assert (len(seen), seen) == (number, sorted(set(seen), reverse=True))
