"""An address for a feed: made by who reads, one for a thing, ended by its owner or with their membership."""

import pytest
import sqlalchemy as sa

from cop.accounts import commands as accounts
from cop.db import command, session
from cop.errors import Forbidden, NotFound
from cop.feeds import commands, queries
from cop.models import Feed, Person
from cop.models.sign_ins import fingerprint
from tests import people
from tests.accounts.letterbox import NEW, give_password
from tests.accounts.readdressed import change_address, take_back
from tests.people import PASSWORD, World


def feed_of(token: str) -> Feed:
    return session.scalars(sa.select(Feed).where(Feed.token_hash == fingerprint(token))).one()


def is_answered(token: str) -> bool:
    try:
        queries.content_of(token)
    except NotFound:
        return False
    return True


def test_the_token_itself_is_nowhere_in_the_database(world: World, bob: Person):
    token = commands.make_space_feed(actor_id=bob.id, space_id=world.cohort.id)
    assert len(token) >= 43  # 256 bits
    assert token not in str(dict(session.execute(sa.select(Feed.__table__)).one()._mapping))
    assert is_answered(token)
    assert not is_answered(token[:-1])


def test_another_for_the_same_takes_its_place_and_one_for_another_does_not(world: World, bob: Person):
    first, other = (
        commands.make_space_feed(actor_id=bob.id, space_id=space.id)
        for space in (world.cohort, world.network)
    )
    second = commands.make_space_feed(actor_id=bob.id, space_id=world.cohort.id)
    assert [is_answered(each) for each in (first, second, other)] == [False, True, True]


def test_strangers_make_none(world: World, bob: Person, mallory: Person, start):
    post = start(bob, "Costing")
    assert is_answered(commands.make_topic_feed(actor_id=bob.id, topic_id=post.topic_id))
    with pytest.raises(NotFound):
        commands.make_space_feed(actor_id=mallory.id, space_id=world.cohort.id)
    with pytest.raises(NotFound):
        commands.make_topic_feed(actor_id=mallory.id, topic_id=post.topic_id)


def test_of_a_set_nothing_leaves(world: World, bob: Person, start):
    post = start(bob, "Between us", space=world.set_a)
    with pytest.raises(Forbidden, match="stays here"):
        commands.make_space_feed(actor_id=bob.id, space_id=world.set_a.id)
    with pytest.raises(Forbidden, match="stays here"):
        commands.make_topic_feed(actor_id=bob.id, topic_id=post.topic_id)


def test_its_owner_revokes_it_and_nobody_else(world: World, bob: Person, mallory: Person):
    token = commands.make_space_feed(actor_id=bob.id, space_id=world.cohort.id)
    feed_id = feed_of(token).id
    with pytest.raises(NotFound):
        commands.end_feed(actor_id=mallory.id, feed_id=feed_id)
    assert is_answered(token)
    for _ in range(2):  # a repeat is harmless
        commands.end_feed(actor_id=bob.id, feed_id=feed_id)
    assert not is_answered(token)


def test_it_ends_with_the_membership_and_does_not_come_back_with_a_new_one(world, bob, ann, start):
    topic_id = start(ann, "Costing").topic_id
    tokens = [
        commands.make_space_feed(actor_id=bob.id, space_id=world.cohort.id),
        commands.make_topic_feed(actor_id=bob.id, topic_id=topic_id),
        commands.make_space_feed(actor_id=bob.id, space_id=world.network.id),
    ]
    anns = commands.make_space_feed(actor_id=ann.id, space_id=world.cohort.id)
    people.evict(bob, world.cohort)
    people.readmit(bob, world.cohort)
    assert [is_answered(each) for each in (*tokens, anns)] == [False, False, True, True]


NEW_PASSWORDS = {
    "a forgotten one": lambda bob: accounts.reset_password(token=accounts.tokens.of_reset(bob), password=NEW),
    "another": lambda bob: accounts.change_password(
        actor_id=bob.id, current=PASSWORD, password=NEW, device="test"
    ),
    "an address that is taken back": lambda bob: take_back(change_address(bob, "bob@elsewhere.example.org")),
}


@pytest.mark.parametrize("renew", NEW_PASSWORDS.values(), ids=NEW_PASSWORDS)
def test_all_end_as_their_person_has_a_new_password(world: World, bob: Person, ann: Person, renew):
    """Whoever had got in may have made one, and would read on."""
    give_password(bob)
    tokens = [
        commands.make_space_feed(actor_id=each.id, space_id=space.id)
        for each, space in ((bob, world.cohort), (bob, world.network), (ann, world.cohort))
    ]
    assert [is_answered(each) for each in tokens] == [True] * 3, "control"
    renew(session.get_one(Person, bob.id, populate_existing=True))
    assert [is_answered(each) for each in tokens] == [False, False, True]


def test_the_database_keeps_no_feed_of_nothing(world, bob):
    @command
    def begin(**of: object) -> None:
        Feed.begin(bob.id, **of)

    topic = {"topic_id": 1, "space_id": world.cohort.id}
    for wrong in ({}, topic, topic | {"is_calendar": True}):
        with pytest.raises(sa.exc.IntegrityError):
            begin(**wrong)


def test_a_calendar_is_made_by_who_reads_and_one_for_each(world: World, bob: Person, mallory: Person):
    first, other, mine = (
        commands.make_calendar(actor_id=bob.id, space_id=space_id)
        for space_id in (world.cohort.id, world.set_a.id, None)
    )
    feed = commands.make_space_feed(actor_id=bob.id, space_id=world.cohort.id)
    second = commands.make_calendar(actor_id=bob.id, space_id=world.cohort.id)
    assert [gives_dates(each) for each in (first, second, other, mine)] == [False, True, True, True]
    assert is_answered(feed), "one of posts is another"
    assert not gives_dates(feed)
    with pytest.raises(NotFound):
        commands.make_calendar(actor_id=mallory.id, space_id=world.cohort.id)


def gives_dates(token: str) -> bool:
    try:
        queries.dates_of(token)
    except NotFound:
        return False
    return True
