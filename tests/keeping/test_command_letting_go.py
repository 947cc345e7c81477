"""Letting go by the schedule: each kind just inside and just outside its period, and under a hold."""

from copy import copy
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.errors import Conflict, Forbidden, NotFound
from cop.forum import commands as forum
from cop.keeping import commands, queries, tasks
from cop.models import (
    Application,
    Attachment,
    ForumDraft,
    KeepingRun,
    Kept,
    Letter,
    Message,
    Notice,
    NoticeKind,
    Place,
    Post,
    PostRevision,
    Review,
    ReviewKind,
    Space,
    SpaceKind,
    State,
    Topic,
    TopicState,
    Way,
)
from cop.models.keeping import DAY, SCHEDULE
from cop.models.outlived import ROWS
from cop.models.parting import AT_ONCE, SOMEBODY, STEPS, UNTITLED
from cop.moderation import commands as moderation
from tests import people
from tests.accounts.leaver import leave
from tests.accounts.letterbox import give_password
from tests.conftest import NOON
from tests.keeping.things import (
    MAKERS,
    OF_NO_SPACE,
    OF_NOBODY,
    Thing,
    after,
    let_go_of,
    lift,
    place,
    put,
)

KINDS = pytest.mark.parametrize("kind", MAKERS)


def test_every_kind_of_the_schedule_is_tried():
    by_themselves = {Kept.LINES, Kept.FILES, Kept.DECISIONS}
    assert MAKERS.keys() == SCHEDULE.keys() - by_themselves
    assert ROWS.keys() == MAKERS.keys() | {Kept.FILES}
    assert STEPS.keys() | {*tasks.POSTS, *tasks.MESSAGES} == MAKERS.keys()


@KINDS
def test_what_is_inside_its_period_stays_and_what_is_outside_goes(world, kind):
    thing = put(kind, world)
    with after(kind, -1):
        assert (let_go_of(kind), thing.is_there()) == (0, True)
    with after(kind, 1):
        assert queries.would_go()[kind] == queries.would_go_of(kind, SCHEDULE[kind].period) == 1
        assert (let_go_of(kind), thing.is_there()) == (1, False)
        assert (let_go_of(kind), queries.would_go()[kind]) == (0, 0), "a repeat finds nothing"


@KINDS
@pytest.mark.parametrize("on", ["person", "space", "all"])
def test_what_is_under_hold_stays_and_goes_once_that_is_lifted(world, kind, on):
    thing = put(kind, world)
    hold = place(
        world, **{"person": {"person_id": world.bob.id}, "space": {"space_id": world.cohort.id}}.get(on, {})
    )
    stays = kind not in OF_NOBODY and not (on == "space" and kind in OF_NO_SPACE)
    with after(kind, 1):
        assert queries.would_go()[kind] == (not stays)
        let_go_of(kind)
        assert thing.is_there() is stays
        lift(world, hold)
        let_go_of(kind)
        assert not thing.is_there()


@KINDS
def test_a_hold_on_somebody_else_or_another_space_keeps_nothing(world, kind):
    thing = put(kind, world)
    place(world, person_id=world.mallory.id)
    place(world, space_id=world.other.id)
    with after(kind, 1):
        let_go_of(kind)
        assert not thing.is_there()


@pytest.mark.parametrize("kind", [kind for kind in MAKERS if kind not in OF_NOBODY])
def test_what_is_under_hold_stays_when_its_person_has_left(world, kind):
    thing = put(kind, world)
    hold = place(world, person_id=world.bob.id)
    give_password(world.bob)
    leave(world.bob, Way.REMOVED)
    with after(kind, 1):
        let_go_of(kind)
        assert thing.is_there()
        lift(world, hold)
        let_go_of(kind)
        assert not thing.is_there()


OF_PEOPLE = [(kind, "person") for kind in MAKERS if kind not in OF_NOBODY]
IN_SPACES = [(kind, "space") for kind in MAKERS if kind not in OF_NO_SPACE]


@pytest.mark.parametrize(("kind", "on"), OF_PEOPLE + IN_SPACES)
def test_of_two_of_a_kind_the_one_under_hold_stays(world, kind, on):
    other = copy(world)
    other.bob = people.newcomer("olive", world.cohort, world.other)
    if on == "space":
        other.cohort = world.other
    mine, theirs = put(kind, world), put(kind, other)
    place(world, **{"person_id": other.bob.id} if on == "person" else {"space_id": world.other.id})
    with after(kind, 1):
        assert let_go_of(kind) == 1
        assert (mine.is_there(), theirs.is_there()) == (False, True)


def test_one_run_lets_everything_go_and_counts_it_by_the_day(world):
    together = MAKERS.keys() - {Kept.UNCONFIRMED, Kept.DRAFTS, Kept.READINGS}  # these are in others' way
    things = {kind: put(kind, world) for kind in MAKERS if kind in together}
    with clock.at(NOON + 2_000 * DAY):
        tasks.let_go.run()
        assert [kind for kind, thing in things.items() if thing.is_there()] == []
        today = {each.kind: each for each in KeepingRun.latest().values() if each.day == clock.today()}
        assert all(today[kind].went >= 1 for kind in things)
        tasks.let_go.run()
        again = KeepingRun.latest()
        assert all(again[kind].went == run.went for kind, run in today.items())


@pytest.mark.logs_errors
def test_one_kind_that_fails_keeps_no_other_from_going(world, monkeypatch, caplog):
    letter, notice = put(Kept.LETTERS, world), put(Kept.NOTICES, world)

    def fail(_keys: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setitem(STEPS, Kept.LETTERS, fail)
    with clock.at(NOON + 800 * DAY):
        tasks.let_go.run()
    assert (letter.is_there(), notice.is_there()) == (True, False)
    failed = [each for each in caplog.records if each.message == "a kind was not let go of"]
    assert [each.kind for each in failed] == ["letters"]
    assert not [each for each in caplog.records if world.bob.email in each.getMessage()]


def test_a_run_that_dies_in_the_midst_has_taken_and_counted_nothing(world, monkeypatch):
    letter, step = put(Kept.LETTERS, world), STEPS[Kept.LETTERS]

    def die(keys: object) -> None:
        step(keys)
        raise KeyboardInterrupt

    with after(Kept.LETTERS, 1):
        monkeypatch.setitem(STEPS, Kept.LETTERS, die)
        with pytest.raises(KeyboardInterrupt):
            commands.let_go(kind=Kept.LETTERS)
        assert letter.is_there()
        assert KeepingRun.latest() == {}
        monkeypatch.setitem(STEPS, Kept.LETTERS, step)
        assert (commands.let_go(kind=Kept.LETTERS), letter.is_there()) == (1, False)
        assert KeepingRun.latest()[Kept.LETTERS].went == 1


@db.command
def _many_notices(world, count: int) -> None:
    for number in range(count):
        db.session.add(Notice(person_id=world.bob.id, kind=NoticeKind.TOPIC, subject_id=number))


def test_a_transaction_takes_so_many_and_the_next_goes_on(world, count_queries):
    _many_notices(world, AT_ONCE + 3)
    with clock.at(NOON + 181 * DAY):
        with count_queries() as asked:
            assert commands.let_go(kind=Kept.NOTICES) == AT_ONCE
        assert len(asked) <= 6, asked
        assert commands.let_go(kind=Kept.NOTICES) == 3
    assert KeepingRun.latest()[Kept.NOTICES].went == AT_ONCE + 3


@db.command
def _say_in_rooms(world, *keep_days: int | None) -> None:
    """A line in a room of its own for each, which keeps what is said for so long."""
    for number, days in enumerate(keep_days):
        room = Space(slug=f"s{number}", kind=SpaceKind.GROUP, name=f"S{number}", keep_days=days)
        db.session.add(room)
        db.session.flush()
        db.session.add(people.put_message(room, world.bob, "A line"))


def test_lines_are_due_as_each_room_says_and_rooms_that_say_the_same_are_asked_about_at_once(
    world, count_queries
):
    _say_in_rooms(world, *[30] * 20, 60, None)
    with clock.at(NOON + 31 * DAY), count_queries() as asked:
        assert queries.would_go()[Kept.LINES] == 20
    assert asked[-1].count("message.space_id IN") == 2, "so that any number of rooms fits in a statement"
    with clock.at(NOON + 61 * DAY):
        assert queries.would_go()[Kept.LINES] == 21


def test_a_post_keeps_its_place_and_nothing_of_what_it_said(world, bob, ann):
    post_id = put(Kept.REMOVED_POSTS, world).row.id
    _attach(world, post_id)
    with after(Kept.REMOVED_POSTS, 1):
        let_go_of(Kept.REMOVED_POSTS)
    post = db.session.get_one(Post, post_id)
    assert (post.state, post.position) == (State.REMOVED, 1)
    assert (post.text, post.html, post.digest, post.topic.title) == ("", "", "", UNTITLED)
    for table in (PostRevision, Attachment):
        assert db.session.query(table).filter_by(post_id=post_id).count() == 0
    post.matches("whatever is sent again under its key")


@db.command
def _attach(world, post_id: int) -> None:
    names = dict.fromkeys(("key", "stored", "name", "media", "sent", "digest"), "x")
    about = {"person_id": world.bob.id, "space_id": world.cohort.id, "post_id": post_id}
    db.session.add(Attachment(size=1, **names, **about))


@db.command
def _opened(world) -> tuple[int, int]:
    topic = people.put_topic(world.cohort, world.bob, "Everybody's title")
    return people.put_post(topic, world.bob, "Opening").id, people.put_post(topic, world.ann, "Reply").id


def test_the_title_of_a_topic_that_goes_on_stays(world, bob):
    opening, reply = _opened(world)
    forum.remove_post(actor_id=bob.id, post_id=opening)
    with after(Kept.REMOVED_POSTS, 1):
        let_go_of(Kept.REMOVED_POSTS)
    topic = db.session.get_one(Post, reply).topic
    assert (topic.title, topic.state) == ("Everybody's title", TopicState.OPEN)
    assert db.session.get_one(Post, reply).text == "Reply"


def test_what_is_hidden_and_kept_no_more_is_put_back_by_nobody(world, ann):
    opening, reply = _opened(world)
    moderation.hide(actor_id=ann.id, post_id=opening, reason="x")
    with after(Kept.REMOVED_POSTS, 1):
        let_go_of(Kept.REMOVED_POSTS)
        with pytest.raises((Conflict, Forbidden)):
            moderation.restore(actor_id=ann.id, post_id=opening)
    topic = db.session.get_one(Topic, db.session.get_one(Post, reply).topic_id)
    assert (topic.title, topic.state) == (UNTITLED, TopicState.HIDDEN), "nobody's replies come to light by it"


def test_what_somebody_still_has_to_decide_about_stays(world, ann, bob):
    kind = Kept.REMOVED_MESSAGES
    thing = put(kind, world)
    _report(world, thing)
    with after(kind, 1):
        assert (let_go_of(kind), thing.is_there()) == (0, True)
        _decide(thing)
        assert (let_go_of(kind), thing.is_there()) == (1, False)


@db.command
def _report(world, thing: Thing) -> None:
    about = {"message_id": thing.row.id, "author_id": world.bob.id, "space_id": world.cohort.id}
    db.session.add(Review(kind=ReviewKind.REPORT, **about))


@db.command
def _decide(thing: Thing) -> None:
    decided = sa.update(Review).where(Review.message_id == thing.row.id).values(decided_at=clock.now())
    db.session.execute(decided)


def test_a_message_that_was_put_back_counts_anew(world, ann):
    message_id = put(Kept.REMOVED_MESSAGES, world).row.id
    with clock.at(NOON + 300 * DAY):
        moderation.restore(actor_id=ann.id, message_id=message_id)
        assert db.session.get_one(Message, message_id).taken_at is None
        moderation.hide(actor_id=ann.id, message_id=message_id, reason="x")
    with clock.at(NOON + 400 * DAY):
        assert let_go_of(Kept.REMOVED_MESSAGES) == 0
    with clock.at(NOON + 666 * DAY):
        assert let_go_of(Kept.REMOVED_MESSAGES) == 1


def test_an_application_keeps_what_became_of_it(world):
    application = put(Kept.APPLICATIONS, world).row
    with after(Kept.APPLICATIONS, 1):
        let_go_of(Kept.APPLICATIONS)
    kept = db.session.get_one(Application, application.id)
    assert (kept.name, kept.email, kept.statement) == (SOMEBODY, "", "")
    assert kept.state == application.state


def test_an_invitation_goes_with_its_places_and_letters(world):
    put(Kept.INVITATIONS, world)
    assert db.session.query(Place).count() == db.session.query(Letter).count() == 1
    with after(Kept.INVITATIONS, 1):
        let_go_of(Kept.INVITATIONS)
    assert db.session.query(Place).count() == db.session.query(Letter).count() == 0


def test_who_came_back_keeps_how_far_they_have_read(world, bob):
    thing = put(Kept.READINGS, world)
    people.readmit(bob, world.cohort)
    with after(Kept.READINGS, 1):
        assert (let_go_of(Kept.READINGS), thing.is_there()) == (0, True)


def test_a_draft_that_was_thrown_away_is_taken_back_for_an_hour_under_hold_too(world, bob):
    draft = put(Kept.DISCARDED, world).row
    place(world, person_id=bob.id)
    with clock.at(NOON + timedelta(minutes=59)):
        assert forum.take_back_draft(actor_id=bob.id, draft_id=draft.id)
        forum.discard_draft(actor_id=bob.id, draft_id=draft.id)
    with clock.at(NOON + timedelta(hours=3)):
        let_go_of(Kept.DISCARDED)
        assert db.session.get(ForumDraft, draft.id)
        with pytest.raises(NotFound):  # so that they are not told
            forum.take_back_draft(actor_id=bob.id, draft_id=draft.id)
