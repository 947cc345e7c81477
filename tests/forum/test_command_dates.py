"""What ends or closes by itself, and what is put away."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.errors import Forbidden, Invalid, NotFound
from cop.forum import commands, queries, tasks
from cop.models import Decision, Person, Post, Topic, Verdict
from cop.schedule import BY_THE_CLOCK
from cop.shell import navigation
from cop.shell import queries as home
from tests.conftest import NOON
from tests.people import World

Write = Callable[..., Post]
HOUR = timedelta(hours=1)


def reread(topic_id: int) -> Topic:
    topic = db.session.get(Topic, topic_id, populate_existing=True)
    assert topic is not None
    return topic


def test_a_topic_is_closed_when_its_time_has_come_and_no_job_has_run(
    ann: Person, bob: Person, start: Write, reply: Write
) -> None:
    topic_id = start(bob).topic_id
    commands.close_topic_at(actor_id=ann.id, topic_id=topic_id, moment=NOON + HOUR)
    assert reply(bob, topic_id)
    with clock.at(NOON + HOUR - timedelta(seconds=1)):
        assert reply(bob, topic_id)
    with clock.at(NOON + HOUR):
        assert reread(topic_id).is_locked
        with pytest.raises(Forbidden, match="locked"):
            reply(bob, topic_id)
        open_ones = db.session.scalars(sa.select(Topic.id).where(Topic.takes_replies())).all()
        assert open_ones == []
        tasks.settle_dates.run()
        topic = reread(topic_id)
        assert (topic.locked_at, topic.closes_at) == (NOON + HOUR, None)
        commands.unlock_topic(actor_id=ann.id, topic_id=topic_id)
        assert reply(bob, topic_id)
        tasks.settle_dates.run()
        assert not reread(topic_id).is_locked, "it does not close again"
    verdicts = list(db.session.scalars(sa.select(Decision.verdict).order_by(Decision.id)))
    assert verdicts == [Verdict.SET_CLOSING, Verdict.UNLOCK], "the clock decides nothing"


def test_a_pin_ends(ann: Person, bob: Person, start: Write) -> None:
    topic_id = start(bob).topic_id
    pinned = commands.pin_topic(actor_id=ann.id, topic_id=topic_id, until=NOON + HOUR)
    assert (pinned.is_pinned, pinned.pinned_until) == (True, NOON + HOUR)
    tasks.settle_dates.run()
    assert reread(topic_id).is_pinned
    with clock.at(NOON + HOUR):
        assert list(queries.overdue()) == [topic_id]
        tasks.settle_dates.run()
    assert (reread(topic_id).is_pinned, reread(topic_id).pinned_until) == (False, None)
    assert tasks.settle_dates in [job for _, job in BY_THE_CLOCK]


def test_only_what_is_to_come(ann: Person, bob: Person, start: Write) -> None:
    about = {"actor_id": ann.id, "topic_id": start(bob).topic_id}
    for moment in (NOON, NOON - HOUR):
        with pytest.raises(Invalid):
            commands.pin_topic(**about, until=moment)
        with pytest.raises(Invalid):
            commands.close_topic_at(**about, moment=moment)
    commands.pin_topic(**about, until=NOON + HOUR)
    assert commands.pin_topic(**about).pinned_until is None, "pinned without end from now on"
    commands.close_topic_at(**about, moment=NOON + HOUR)
    assert commands.close_topic_at(**about, moment=None).closes_at is None


def test_the_archive_is_read_and_stands_in_no_list(
    ann: Person, bob: Person, world: World, start: Write, reply: Write
) -> None:
    topic_id = start(ann).topic_id
    actor = policy.load_actor(bob.id)

    def unread() -> int:
        return next(row.unread for row in navigation.rail(actor).rows if row.slug == "cohort-1")

    def listed(show: queries.Show) -> list[int]:
        reader = queries.reader_of(actor, world.cohort)
        rows = queries.listing(actor, world.cohort, reader, only=queries.Filter(show)).rows
        return [row.entry.id for row in rows]

    assert (unread(), len(home.topics(actor).unanswered), listed(queries.Show.CURRENT)) == (1, 1, [topic_id])
    for _ in range(2):
        assert commands.archive_topic(actor_id=ann.id, topic_id=topic_id).is_archived
    assert (unread(), len(home.topics(actor).unanswered), listed(queries.Show.CURRENT)) == (0, 0, [])
    assert listed(queries.Show.ARCHIVED) == [topic_id]
    assert policy.can_read_topic(actor, reread(topic_id))
    for person in (bob, ann):
        with pytest.raises(Forbidden):
            reply(person, topic_id)
    commands.unarchive_topic(actor_id=ann.id, topic_id=topic_id)
    assert listed(queries.Show.CURRENT) == [topic_id]
    assert reply(bob, topic_id)
    verdicts = list(db.session.scalars(sa.select(Decision.verdict).order_by(Decision.id)))
    assert verdicts == [Verdict.ARCHIVE, Verdict.UNARCHIVE]


@pytest.mark.parametrize("verb", [commands.archive_topic, commands.unarchive_topic, commands.close_topic_at])
def test_only_its_moderators_may(bob: Person, mallory: Person, start: Write, verb) -> None:
    about = {"topic_id": start(bob).topic_id}
    if verb is commands.close_topic_at:
        about["moment"] = NOON + HOUR
    with pytest.raises(Forbidden):
        verb(actor_id=bob.id, **about)
    with pytest.raises(NotFound):
        verb(actor_id=mallory.id, **about)


def test_what_is_answered_is_found(
    ann: Person, bob: Person, world: World, start: Write, reply: Write
) -> None:
    asked, answered, tagged = (start(bob, title).topic_id for title in ("One", "Two", "Three"))
    commands.choose_answer(actor_id=bob.id, post_id=reply(ann, answered).id)
    tag = commands.add_tag(actor_id=ann.id, space_id=world.cohort.id, name="Costing")
    commands.tag_topic(actor_id=bob.id, topic_id=tagged, tag_ids=[tag.id])
    actor = policy.load_actor(bob.id)
    reader = queries.reader_of(actor, world.cohort)

    def listed(**only) -> list[int]:
        found = queries.listing(actor, world.cohort, reader, only=queries.Filter(**only))
        return [row.entry.id for row in found.rows]

    assert listed(show=queries.Show.ANSWERED) == [answered]
    assert listed(show=queries.Show.UNANSWERED) == [tagged, asked]
    assert listed(tag_id=tag.id) == [tagged]
    assert [(each.tag.id, each.topics) for each in queries.tags_of(world.cohort)] == [(tag.id, 1)]
