"""Following and muting: a topic, a whole space; theirs alone who choose it."""

import pytest

from cop import db, policy
from cop.errors import Forbidden, NotFound
from cop.forum import commands, queries
from cop.models import Membership, Person, RoleName, Space, Stance, Topic, TopicReading
from tests.people import World


def stance(person: Person, topic_id: int) -> Stance | None:
    reading = db.session.get(TopicReading, (person.id, topic_id), populate_existing=True)
    return reading.stance if reading else None


def unread(person: Person, space: Space) -> list[int]:
    here = db.session.get(Space, space.id, populate_existing=True)
    actor = policy.load_actor(person.id)
    found = queries.listing(actor, here, queries.reader_of(actor, here))
    return [row.entry.id for row in found.rows if row.is_unread]


def test_who_writes_follows(ann: Person, bob: Person, start, reply) -> None:
    topic_id = start(bob).topic_id
    assert (stance(bob, topic_id), stance(ann, topic_id)) == (Stance.FOLLOWED, None)
    reply(ann, topic_id)
    assert stance(ann, topic_id) is Stance.FOLLOWED


@pytest.mark.parametrize("chosen", [Stance.NEITHER, Stance.MUTED])
def test_what_was_chosen_stays_when_they_write_again(chosen, ann: Person, bob: Person, start, reply) -> None:
    topic_id = start(ann).topic_id
    commands.heed_topic(actor_id=bob.id, topic_id=topic_id, stance=chosen)
    reply(bob, topic_id)
    assert stance(bob, topic_id) is chosen


def test_following_and_reading_are_kept_apart(ann: Person, bob: Person, start, reply) -> None:
    topic_id = start(ann).topic_id
    commands.mark_read(actor_id=bob.id, topic_id=topic_id, position=1)
    commands.heed_topic(actor_id=bob.id, topic_id=topic_id, stance=Stance.FOLLOWED)
    reading = db.session.get(TopicReading, (bob.id, topic_id), populate_existing=True)
    assert (reading.position, reading.stance) == (1, Stance.FOLLOWED)
    commands.mark_read(actor_id=bob.id, topic_id=topic_id, position=1)
    assert stance(bob, topic_id) is Stance.FOLLOWED


def test_what_is_muted_is_not_unread(ann: Person, bob: Person, world: World, start, reply) -> None:
    muted, other = start(ann).topic_id, start(ann).topic_id
    assert unread(bob, world.cohort) == [other, muted]
    commands.heed_topic(actor_id=bob.id, topic_id=muted, stance=Stance.MUTED)
    assert unread(bob, world.cohort) == [other]
    commands.heed_space(actor_id=bob.id, space_id=world.cohort.id, stance=Stance.MUTED)
    assert unread(bob, world.cohort) == []
    topic = db.session.get(Topic, muted, populate_existing=True)
    assert queries.first_unread(policy.load_actor(bob.id), topic) == 1, (
        "it can still be read from where he was"
    )
    commands.heed_space(actor_id=bob.id, space_id=world.cohort.id, stance=Stance.NEITHER)
    commands.heed_topic(actor_id=bob.id, topic_id=muted, stance=Stance.NEITHER)
    assert unread(bob, world.cohort) == [other, muted]


def test_it_is_nobody_elses(ann: Person, bob: Person, world: World, start) -> None:
    topic_id = start(ann).topic_id
    commands.heed_topic(actor_id=bob.id, topic_id=topic_id, stance=Stance.MUTED)
    commands.heed_space(actor_id=bob.id, space_id=world.cohort.id, stance=Stance.MUTED)
    assert stance(ann, topic_id) is Stance.FOLLOWED
    assert Membership.of(ann.id, world.cohort.id).stance is None
    assert Membership.of(bob.id, world.set_a.id).stance is None


def test_mallory_finds_nothing(mallory: Person, bob: Person, world: World, start) -> None:
    topic_id = start(bob).topic_id
    for wrong in (topic_id, 999_999_999_999):
        with pytest.raises(NotFound):
            commands.heed_topic(actor_id=mallory.id, topic_id=wrong, stance=Stance.FOLLOWED)
    for wrong in (world.cohort.id, 999_999_999_999):
        with pytest.raises(NotFound):
            commands.heed_space(actor_id=mallory.id, space_id=wrong, stance=Stance.MUTED)
    assert stance(mallory, topic_id) is None
    commands.heed_topic(actor_id=bob.id, topic_id=topic_id, stance=Stance.NEITHER)
    assert stance(bob, topic_id) is Stance.NEITHER


def test_staff_follow_topics_and_belong_to_no_space(world: World, ann: Person, start) -> None:
    topic_id = start(ann).topic_id
    commands.heed_topic(actor_id=world.staff.id, topic_id=topic_id, stance=Stance.FOLLOWED)
    assert stance(world.staff, topic_id) is Stance.FOLLOWED
    with pytest.raises(Forbidden):
        commands.heed_space(actor_id=world.staff.id, space_id=world.cohort.id, stance=Stance.FOLLOWED)


def test_it_goes_with_the_membership(world: World, bob: Person) -> None:
    commands.heed_space(actor_id=bob.id, space_id=world.cohort.id, stance=Stance.MUTED)

    @db.command
    def leave_and_return() -> None:
        membership = Membership.of(bob.id, world.cohort.id)
        assert membership is not None
        membership.leave()
        Membership.begin(bob.id, db.get(Space, world.cohort.id), RoleName.MEMBER)

    leave_and_return()
    assert Membership.of(bob.id, world.cohort.id).stance is None
