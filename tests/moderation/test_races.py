"""Moderators at once, on connections of their own: one decides, the others are told who did (security.md F16, I8)."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Conflict, CopError
from cop.models import Letter, Person, Report, Review, State
from cop.moderation import commands
from tests.at_once import at_once
from tests.moderation import things
from tests.moderation.conftest import let_moderate
from tests.people import World, newcomer


@pytest.fixture
def world(committed: World) -> World:
    return committed


@pytest.fixture
def moderators(world: World) -> list[Person]:
    """Ann and three others."""
    others = [newcomer(name, world.cohort) for name in ("carol", "dora", "edith")]
    for person in others:
        let_moderate(person, world.cohort)
    return [world.ann, *others]


def parted(results: list[object]) -> tuple[list[object], list[CopError]]:
    """What was done, and what was refused."""
    done = [each for each in results if not isinstance(each, CopError)]
    return done, [each for each in results if isinstance(each, CopError)]


def test_one_of_several_moderators_decides_and_the_others_are_told_who(world, moderators):
    said = things.held_message(world.bob, world.cohort)
    review_id = things.review_of(said).id
    ann, carol, dora, edith = moderators
    works = [
        lambda: commands.release(actor_id=ann.id, review_id=review_id),
        lambda: commands.decline(actor_id=carol.id, review_id=review_id, reason="No"),
        lambda: commands.release_edited(actor_id=dora.id, review_id=review_id, text="Else", note="Why"),
        lambda: commands.release(actor_id=edith.id, review_id=review_id),
    ]
    done, refused = parted(at_once(works))
    assert (len(done), len(refused)) == (1, 3)
    only = things.decisions()
    assert len(only) == 1
    assert {type(error) for error in refused} == {Conflict}
    assert {error.message.partition(" has already")[0] for error in refused} == {only[0].actor.name}


def test_one_of_two_hides(world, moderators):
    opening = things.open_topic(world.bob, world.cohort)
    works = [
        lambda person=person: commands.hide(actor_id=person.id, post_id=opening.id, reason=person.name)
        for person in moderators
    ]
    done, refused = parted(at_once(works))
    assert (len(done), len(refused)) == (1, 3)
    assert things.again(opening).state is State.HIDDEN
    assert db.session.scalar(sa.select(sa.func.count(Letter.id))) == 1


def test_a_double_click_releases_once(world):
    opening = things.held_topic(world.bob, world.cohort)
    review_id = things.review_of(opening).id
    release = [lambda: commands.release(actor_id=world.ann.id, review_id=review_id)] * 4
    done, refused = parted(at_once(release))
    assert (len(done), refused) == (4, [])
    assert len(things.decisions()) == 1
    assert things.again(opening).topic.posts == 1


def test_one_undoing_of_a_decision(world):
    opening = things.held_topic(world.bob, world.cohort)
    decision = commands.release(actor_id=world.ann.id, review_id=things.review_of(opening).id)
    at_once([lambda: commands.undo(actor_id=world.ann.id, decision_id=decision.id)] * 3)
    assert len(things.decisions()) == 2


@db.command
def hide_after(space, number):
    db.lock(things.Space, space.id).hide_after = number


def test_several_who_report_at_once_add_to_one_review(world, moderators):
    hide_after(world.cohort, 0)
    opening = things.open_topic(world.bob, world.cohort)
    works = [lambda person=person: things.reported(person, opening) for person in moderators]
    done, refused = parted(at_once(works))
    assert (len(set(done)), refused) == (1, [])
    assert db.session.scalar(sa.select(sa.func.count(Review.id))) == 1
    assert db.session.scalar(sa.select(sa.func.count(Report.id))) == 4


def test_release_and_removal_at_once_leave_one_state(world):
    opening = things.held_topic(world.bob, world.cohort)
    review_id = things.review_of(opening).id

    @db.command
    def withdraw():
        db.lock(things.Space, world.cohort.id)
        db.lock(things.Topic, opening.topic_id)
        db.lock(things.Post, opening.id).remove()

    at_once([lambda: commands.release(actor_id=world.ann.id, review_id=review_id), withdraw])
    assert things.again(opening).state is State.REMOVED
    assert things.review_of(opening).decided_at is not None
    assert len(things.decisions()) == 1
