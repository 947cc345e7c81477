"""Joining and leaving: dated rows, the network with the first space, no one raises or removes themselves."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.models import (
    AppointmentRole,
    Decision,
    Letter,
    Membership,
    Person,
    RoleName,
    Space,
    SpaceKind,
    Verdict,
)
from cop.spaces import commands
from tests import measures
from tests.conftest import NOON
from tests.people import add_person, appoint, join, newcomer

LATER = NOON + timedelta(days=10)


def rows(person, space) -> list[Membership]:
    query = sa.select(Membership).where(Membership.person_id == person.id, Membership.space_id == space.id)
    return list(db.session.scalars(query.order_by(Membership.id)))


def reads(person, space) -> bool:
    return policy.can_read_space(policy.load_actor(person.id), db.get(Space, space.id))


def verdicts(person, space) -> list[Verdict]:
    query = sa.select(Decision.verdict).where(Decision.person_id == person.id, Decision.space_id == space.id)
    return list(db.session.scalars(query.order_by(Decision.id)))


@db.command
def moderate(person, space):
    Membership.begin(person.id, db.lock(Space, space.id), RoleName.MODERATOR)


def add(actor, space, person, role=RoleName.MEMBER):
    return commands.add_member(actor_id=actor.id, space_id=space.id, person_id=person.id, role=role)


def remove(actor, space, person, reason="Asked to go"):
    commands.remove_member(actor_id=actor.id, space_id=space.id, person_id=person.id, reason=reason)


class TestAdding:
    def test_a_moderator_adds_and_it_is_logged(self, world):
        assert not reads(world.mallory, world.cohort)

        add(world.ann, world.cohort, world.mallory)

        assert reads(world.mallory, world.cohort)
        assert verdicts(world.mallory, world.cohort) == [Verdict.ADD_MEMBER]

    def test_twice_is_once(self, world):
        first = add(world.ann, world.cohort, world.mallory)
        second = add(world.ann, world.cohort, world.mallory)

        assert first.id == second.id
        assert len(rows(world.mallory, world.cohort)) == 1
        assert verdicts(world.mallory, world.cohort) == [Verdict.ADD_MEMBER]

    def test_the_roster_turns(self, world):
        before = db.get(Space, world.cohort.id).roster

        add(world.ann, world.cohort, world.mallory)

        assert db.get(Space, world.cohort.id).roster > before

    def test_what_was_there_before_is_not_unread(self, world):
        @db.command
        def talk():
            space = db.lock(Space, world.cohort.id)
            space.say(), space.act()

        talk()
        membership = add(world.ann, world.cohort, world.mallory)

        assert (membership.read_seq, membership.read_activity) == (1, 1)

    def test_coming_back_makes_a_new_row(self, world):
        remove(world.ann, world.cohort, world.bob)
        with clock.at(LATER):
            add(world.ann, world.cohort, world.bob)
            old, new = rows(world.bob, world.cohort)

            assert (old.started_at, old.ended_at) == (NOON, NOON)
            assert (new.started_at, new.ended_at) == (LATER, None)
            assert reads(world.bob, world.cohort)

    def test_a_further_role_is_added_to_the_same_membership(self, world):
        add(world.ann, world.cohort, world.bob, RoleName.MODERATOR)

        (membership,) = rows(world.bob, world.cohort)
        assert membership.current_roles == {RoleName.MEMBER, RoleName.MODERATOR}

    def test_mallory_adds_nobody_where_she_is_not(self, world):
        for space in (world.cohort, world.set_a):
            with pytest.raises(NotFound):
                add(world.mallory, space, world.mallory)
        assert not reads(world.mallory, world.cohort)

    def test_a_member_adds_nobody(self, world):
        with pytest.raises(Forbidden):
            add(world.bob, world.cohort, world.mallory)

    def test_a_moderator_of_another_space_is_nobody_here(self, world):
        """S34."""
        moderate(world.mallory, world.other)
        add(world.mallory, world.other, world.bob)  # the control: there she may

        with pytest.raises(NotFound):
            add(world.mallory, world.cohort, world.mallory)

    def test_no_one_raises_themselves(self, world):
        with pytest.raises(Forbidden):
            add(world.ann, world.cohort, world.ann, RoleName.FACILITATOR)
        with pytest.raises(Forbidden):
            add(world.staff, world.cohort, world.staff)
        with pytest.raises(Forbidden):
            add(world.staff, world.set_a, world.staff)

    def test_staff_bring_people_into_a_set_that_they_cannot_open(self, world):
        add(world.staff, world.set_a, world.mallory, RoleName.FACILITATOR)

        assert reads(world.mallory, world.set_a)
        assert not reads(world.staff, world.set_a)

    def test_staff_add_nobody_to_a_conversation(self, world):
        @db.command
        def converse():
            space = Space(slug="direct-1", kind=SpaceKind.DIRECT, name="Ann and Bob")
            db.session.add(space)
            db.session.flush()
            join(db.get(Person, world.ann.id), space)
            return space

        with pytest.raises(NotFound):
            add(world.staff, converse(), world.mallory)

    def test_who_is_not_listed_can_be_added_by_staff_alone_or_if_they_were_here(self, world):
        @db.command
        def hide():
            db.lock(Person, world.mallory.id).is_listed = False

        hide()
        with pytest.raises(NotFound):
            add(world.ann, world.cohort, world.mallory)

        add(world.staff, world.cohort, world.mallory)
        remove(world.ann, world.cohort, world.mallory)
        add(world.ann, world.cohort, world.mallory)

        assert reads(world.mallory, world.cohort)

    def test_there_must_be_such_a_person(self, world):
        @db.command
        def deactivate():
            db.lock(Person, world.mallory.id).deactivated_at = NOON

        deactivate()
        for actor in (world.ann, world.staff):
            with pytest.raises(NotFound):
                add(actor, world.cohort, world.mallory)
            with pytest.raises(NotFound):
                commands.add_member(actor_id=actor.id, space_id=world.cohort.id, person_id=10**9)


class TestTheNetwork:
    @pytest.fixture
    def eve(self, world):
        @db.command
        def arrive():
            return add_person("eve")

        return arrive()

    @pytest.mark.parametrize("place", ["cohort", "set_a"])
    def test_comes_with_the_first_space(self, world, eve, place):
        add(world.staff, getattr(world, place), eve)

        assert reads(eve, world.network)

    def test_does_not_come_with_a_role_outside_any_space(self, world, eve):
        appoint(eve, AppointmentRole.GUEST)

        assert not reads(eve, world.network)

    def test_is_not_given_back_by_a_second_space(self, world, eve):
        """Who was removed from the network is not let in again by a moderator of something else."""
        moderate(world.ann, world.network)
        add(world.staff, world.cohort, eve)
        remove(world.ann, world.network, eve)

        add(world.ann, world.set_a, eve)
        add(world.ann, world.cohort, eve, RoleName.MODERATOR)

        assert reads(eve, world.set_a)
        assert not reads(eve, world.network)

    def test_comes_again_for_who_begins_anew(self, world, eve):
        moderate(world.ann, world.network)
        add(world.staff, world.cohort, eve)
        remove(world.ann, world.network, eve)
        remove(world.ann, world.cohort, eve)

        add(world.ann, world.cohort, eve)

        assert reads(eve, world.network)


class TestRemoving:
    def test_ends_the_row_and_deletes_nothing(self, world):
        assert reads(world.bob, world.cohort)

        with clock.at(LATER):
            remove(world.ann, world.cohort, world.bob)

            assert not reads(world.bob, world.cohort)
        (membership,) = rows(world.bob, world.cohort)
        assert membership.ended_at == LATER
        assert [role.ended_at for role in membership.roles] == [LATER]

    def test_other_spaces_are_not_touched(self, world):
        remove(world.ann, world.cohort, world.bob)

        assert reads(world.bob, world.set_a)
        assert reads(world.bob, world.network)

    def test_the_person_is_told_why(self, world):
        remove(world.ann, world.cohort, world.bob, "You asked us to.")

        letter = db.session.scalars(sa.select(Letter)).one()
        decision = db.get(Decision, letter.decision_id)
        assert letter.person_id == world.bob.id
        assert (decision.verdict, decision.reason) == (Verdict.REMOVE_MEMBER, "You asked us to.")
        assert decision.actor_id == world.ann.id

    def test_twice_is_once(self, world):
        remove(world.ann, world.cohort, world.bob)
        remove(world.ann, world.cohort, world.bob)

        assert verdicts(world.bob, world.cohort) == [Verdict.REMOVE_MEMBER]

    def test_a_reason_is_asked_for(self, world):
        with pytest.raises(Invalid):
            remove(world.ann, world.cohort, world.bob, "  ")
        assert reads(world.bob, world.cohort)

    def test_who_never_was_here_is_not_found(self, world):
        with pytest.raises(NotFound):
            remove(world.ann, world.cohort, world.mallory)

    def test_oneself_one_leaves_instead(self, world):
        moderate(world.bob, world.cohort)
        with pytest.raises(Forbidden):
            remove(world.bob, world.cohort, world.bob)

    def test_mallory_and_bob_remove_nobody(self, world):
        with pytest.raises(NotFound):
            remove(world.mallory, world.cohort, world.bob)
        with pytest.raises(Forbidden):
            remove(world.bob, world.cohort, world.ann)
        assert reads(world.ann, world.cohort)

    def test_staff_remove_nobody_from_a_set(self, world):
        remove(world.staff, world.cohort, world.bob)  # the control: from a cohort they do
        with pytest.raises(NotFound):
            remove(world.staff, world.set_a, world.bob)

    def test_the_last_moderator_stays_until_there_is_another(self, world):
        with pytest.raises(Conflict, match="Ann is the only moderator of Cohort 1"):
            remove(world.staff, world.cohort, world.ann)

        moderate(world.bob, world.cohort)
        remove(world.staff, world.cohort, world.ann)

        assert not reads(world.ann, world.cohort)

    def test_a_suspended_moderator_is_no_other_one(self, world):
        moderate(world.bob, world.cohort)
        measures.suspend(
            actor_id=world.ann.id,
            space_id=world.cohort.id,
            person_id=world.bob.id,
            until=LATER,
            reason="Rest",
        )
        with pytest.raises(Conflict):
            commands.leave(actor_id=world.ann.id, space_id=world.cohort.id)

        remove(world.ann, world.cohort, world.bob)  # nobody depends on who is suspended


class TestLeaving:
    def test_ends_the_row_without_a_letter(self, world):
        commands.leave(actor_id=world.bob.id, space_id=world.cohort.id)

        assert not reads(world.bob, world.cohort)
        assert verdicts(world.bob, world.cohort) == [Verdict.REMOVE_MEMBER]
        assert db.session.scalars(sa.select(Letter)).all() == []

    def test_twice_is_once(self, world):
        commands.leave(actor_id=world.bob.id, space_id=world.cohort.id)
        commands.leave(actor_id=world.bob.id, space_id=world.cohort.id)

        assert verdicts(world.bob, world.cohort) == [Verdict.REMOVE_MEMBER]

    def test_not_where_one_never_was(self, world):
        with pytest.raises(NotFound):
            commands.leave(actor_id=world.mallory.id, space_id=world.cohort.id)

    def test_not_while_suspended(self, world):
        measures.suspend(
            actor_id=world.ann.id,
            space_id=world.cohort.id,
            person_id=world.bob.id,
            until=LATER,
            reason="Rest",
        )
        with pytest.raises(NotFound):
            commands.leave(actor_id=world.bob.id, space_id=world.cohort.id)

    def test_the_last_moderator_names_another_first(self, world):
        with pytest.raises(Conflict, match="Make somebody else a moderator first"):
            commands.leave(actor_id=world.ann.id, space_id=world.cohort.id)

    def test_a_set_goes_on_without_its_facilitator(self, world):
        commands.leave(actor_id=world.ann.id, space_id=world.set_a.id)

        assert not reads(world.ann, world.set_a)


def test_the_newcomer_of_the_tests_is_a_person(world):
    assert reads(newcomer("dora", world.cohort), world.cohort)
