"""A topic's lock and pin."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Forbidden, NotFound
from cop.forum import commands
from cop.models import Decision, Person, Post, RoleName, Verdict
from tests.people import World

Write = Callable[..., Post]
VERBS = [
    (commands.lock_topic, commands.unlock_topic, "is_locked", [Verdict.LOCK, Verdict.UNLOCK]),
    (commands.pin_topic, commands.unpin_topic, "is_pinned", [Verdict.PIN, Verdict.UNPIN]),
]


@pytest.mark.parametrize(("make", "take", "name", "verdicts"), VERBS)
def test_each_change_is_a_decision(
    ann: Person, bob: Person, start: Write, make, take, name: str, verdicts: list
) -> None:
    about = {"actor_id": ann.id, "topic_id": start(bob).topic_id}
    assert getattr(make(**about), name)
    assert getattr(make(**about), name), "a repeat is harmless"
    assert not getattr(take(**about), name)
    assert not getattr(take(**about), name)
    decisions = db.session.scalars(sa.select(Decision).order_by(Decision.id)).all()
    assert [decision.verdict for decision in decisions] == verdicts
    assert {(each.actor_id, each.topic_id) for each in decisions} == {(ann.id, about["topic_id"])}


@pytest.mark.parametrize("verb", [verb for pair in VERBS for verb in pair[:2]])
def test_only_its_moderators_may(
    ann: Person, bob: Person, mallory: Person, world: World, start: Write, set_roles, verb
) -> None:
    topic_id = start(bob).topic_id
    for person in (bob, world.staff):
        with pytest.raises(Forbidden):
            verb(actor_id=person.id, topic_id=topic_id)
    set_roles(mallory, world.other, RoleName.MEMBER, RoleName.MODERATOR)
    for wrong in (topic_id, 999_999_999_999):
        with pytest.raises(NotFound):
            verb(actor_id=mallory.id, topic_id=wrong)
    assert verb(actor_id=ann.id, topic_id=topic_id).id == topic_id


def test_a_facilitator_steers_the_set(ann: Person, bob: Person, world: World, start: Write) -> None:
    topic_id = start(bob, space=world.set_a).topic_id
    assert commands.pin_topic(actor_id=ann.id, topic_id=topic_id).is_pinned
