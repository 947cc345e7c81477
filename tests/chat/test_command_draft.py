"""What somebody has begun to write: kept for them alone, replaced, forgotten, and gone with the membership."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.chat import commands, queries
from cop.errors import Forbidden, Invalid, NotFound, TooFast
from cop.markup import LINE_LIMIT
from cop.models import Person, RoleName, RoomDraft, Space
from tests.chat.conftest import evict, shut_out, take_roles
from tests.people import World


def keep(person: Person, text: str, slug: str = "cohort-1") -> object:
    return commands.keep_draft(actor_id=person.id, slug=slug, text=text)


def kept(person: Person, space: Space) -> str | None:
    found = queries.draft(policy.load_actor(person.id), space)
    return found.text if found else None


def rows() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(RoomDraft)) or 0


def test_it_is_kept_for_each_person_and_room_and_replaced(world: World, ann: Person, bob: Person):
    keep(bob, "One"), keep(ann, "Hers"), keep(bob, "In the set", "cohort-1-set-a")
    with clock.at(clock.now() + timedelta(minutes=2)):
        saved_at = keep(bob, "  Two\n")
        found = queries.draft(policy.load_actor(bob.id), world.cohort)
        assert found is not None
        assert (found.text, found.saved_at) == ("Two", saved_at)

    assert [kept(ann, world.cohort), kept(bob, world.set_a)] == ["Hers", "In the set"]
    assert rows() == 3


def test_emptying_it_forgets_it(world: World, ann: Person, bob: Person):
    keep(bob, "Begun"), keep(ann, "Hers")

    assert keep(bob, " \n ") is None
    assert (kept(bob, world.cohort), kept(ann, world.cohort)) == (None, "Hers")
    assert keep(bob, "") is None


def test_nobody_else_reads_it_whoever_they_are(world: World, ann: Person, bob: Person, mallory: Person):
    keep(bob, "Mine alone")

    assert kept(bob, world.cohort) == "Mine alone"
    for other in (ann, mallory, world.staff):
        assert kept(other, world.cohort) is None


def test_who_may_not_write_keeps_nothing(world: World, bob: Person, mallory: Person):
    with pytest.raises(NotFound):
        keep(mallory, "May I?")
    with pytest.raises(Forbidden):
        keep(world.staff, "Staff read cohorts and write in none")
    take_roles(bob, world.cohort, RoleName.OBSERVER)
    with pytest.raises(Forbidden):
        keep(bob, "I only watch")
    assert rows() == 0
    keep(mallory, "Here I may", "cohort-2")
    assert rows() == 1


def test_it_goes_with_the_membership_and_nobody_elses_does(world: World, ann: Person, bob: Person):
    keep(bob, "Begun"), keep(ann, "Hers"), keep(bob, "In the set", "cohort-1-set-a")
    evict(bob, world.cohort)

    assert (rows(), kept(ann, world.cohort), kept(bob, world.set_a)) == (2, "Hers", "In the set")


def test_a_suspension_hides_it_and_its_end_gives_it_back(world: World, bob: Person):
    keep(bob, "Begun")
    shut_out(bob, world.cohort, until=clock.now() + timedelta(days=7))
    assert kept(bob, world.cohort) is None
    with pytest.raises(NotFound):
        keep(bob, "Still here?")
    shut_out(bob, world.cohort, until=None)
    assert kept(bob, world.cohort) == "Begun"


def test_what_could_not_be_sent_is_not_kept(world: World, bob: Person):
    keep(bob, "x" * LINE_LIMIT)
    with pytest.raises(Invalid):
        keep(bob, "x" * (LINE_LIMIT + 1))
    assert kept(bob, world.cohort) == "x" * LINE_LIMIT


def test_saving_has_a_measure(bob: Person):
    for _ in range(10):
        keep(bob, "Begun")
    with pytest.raises(TooFast):
        keep(bob, "Begun")
    assert keep(bob, "") is None  # to forget is always allowed
    with clock.at(clock.now() + timedelta(seconds=2)):
        assert keep(bob, "Begun")
