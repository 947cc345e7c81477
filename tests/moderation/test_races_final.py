"""Two moderators take words out and remove for good at once: one thing happens, and the other one is told."""

import pytest

from cop.errors import Conflict, CopError, Invalid
from cop.forum import commands as forum
from cop.models import State, Verdict
from cop.moderation import commands
from cop.quoting import quote_from
from tests.at_once import at_once
from tests.moderation import things
from tests.moderation.conftest import let_moderate
from tests.moderation.remains import CANARY, TEXT, tables_with
from tests.people import World, key, newcomer


@pytest.fixture
def world(committed: World) -> World:
    return committed


@pytest.fixture
def carol(world):
    person = newcomer("carol", world.cohort)
    let_moderate(person, world.cohort)
    return person


@pytest.mark.parametrize("place", ["post_id", "message_id"])
@pytest.mark.parametrize("turn", range(3))
def test_one_removes_or_one_redacts(world, carol, place, turn):
    made = things.open_topic if place == "post_id" else things.message
    subject = made(world.bob, world.cohort, TEXT)
    about = {place: subject.id, "version": 1, "ground": "patient"}
    works = [
        lambda: commands.purge(actor_id=world.ann.id, **about),
        lambda: commands.redact(actor_id=carol.id, words=CANARY, **about),
    ]
    results = at_once(works[:: -1 if turn % 2 else 1])
    refused = [each for each in results if isinstance(each, CopError)]
    assert [type(each) for each in refused] == [Conflict]
    [decision] = things.decisions()
    now = things.again(subject)
    assert CANARY not in now.text
    assert (decision.verdict is Verdict.PURGE) == (now.state is State.PURGED)


def test_one_of_two_removes(world, carol):
    subject = things.open_topic(world.bob, world.cohort, TEXT)
    works = [
        lambda person=person: commands.purge(actor_id=person.id, post_id=subject.id, ground="patient")
        for person in (world.ann, carol)
    ]
    refused = [each for each in at_once(works) if isinstance(each, CopError)]
    assert [type(each) for each in refused] == [Conflict]
    assert len(things.decisions()) == 1


def test_a_double_click_removes_once(world):
    subject = things.open_topic(world.bob, world.cohort, TEXT)
    purge = [lambda: commands.purge(actor_id=world.ann.id, post_id=subject.id, ground="patient")] * 3
    assert len({each.id for each in at_once(purge)}) == 1
    assert len(things.decisions()) == 1


def test_a_reply_that_quotes_it_at_this_moment_keeps_nothing_of_it(world):
    subject = things.open_topic(world.bob, world.cohort, TEXT)
    text = quote_from(f"/posts/{subject.id}", TEXT, name="Bob") + "I see."
    reply = {"actor_id": world.bob.id, "topic_id": subject.topic_id, "text": text, "key": key()}
    purged, _ = at_once(
        [
            lambda: commands.purge(actor_id=world.ann.id, post_id=subject.id, ground="patient"),
            lambda: forum.post_reply(**reply),
        ]
    )
    assert purged.verdict is Verdict.PURGE
    assert tables_with(CANARY) == set()
    with pytest.raises(Invalid, match="What you quote was removed for good"):
        forum.post_reply(**reply | {"key": key()})
