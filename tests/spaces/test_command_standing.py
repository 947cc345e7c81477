"""Roles and suspension of a member."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.models import Decision, Letter, Membership, RoleName, Space, Verdict
from cop.spaces import commands
from tests import measures
from tests.conftest import NOON

UNTIL = NOON + timedelta(days=7)


def about(actor, space, person):
    return {"actor_id": actor.id, "space_id": space.id, "person_id": person.id}


def reads(person, space) -> bool:
    return policy.can_read_space(policy.load_actor(person.id), db.get(Space, space.id))


def decisions(person) -> list[tuple[Verdict, str]]:
    query = sa.select(Decision.verdict, Decision.reason).where(Decision.person_id == person.id)
    return [tuple(row) for row in db.session.execute(query.order_by(Decision.id))]


class TestRoles:
    def test_are_dated(self, world):
        commands.set_member_roles(
            **about(world.ann, world.cohort, world.bob), roles={RoleName.MEMBER, RoleName.MODERATOR}
        )
        with clock.at(UNTIL):
            membership = commands.set_member_roles(
                **about(world.ann, world.cohort, world.bob), roles=[RoleName.OBSERVER]
            )
            assert membership.current_roles == {RoleName.OBSERVER}
        assert {(role.name, role.ended_at) for role in membership.roles} == {
            (RoleName.MEMBER, UNTIL),
            (RoleName.MODERATOR, UNTIL),
            (RoleName.OBSERVER, None),
        }
        assert decisions(world.bob) == [
            (Verdict.SET_ROLES, "member, moderator"),
            (Verdict.SET_ROLES, "observer"),
        ]

    def test_the_same_again_is_nothing(self, world):
        commands.set_member_roles(**about(world.ann, world.cohort, world.bob), roles=[RoleName.MEMBER])

        assert decisions(world.bob) == []

    def test_at_least_one_and_observer_alone(self, world):
        for roles in ([], [RoleName.OBSERVER, RoleName.MEMBER]):
            with pytest.raises(Invalid):
                commands.set_member_roles(**about(world.ann, world.cohort, world.bob), roles=roles)

    def test_not_ones_own(self, world):
        with pytest.raises(Forbidden):
            commands.set_member_roles(**about(world.ann, world.cohort, world.ann), roles=[RoleName.MEMBER])

    def test_the_last_moderator_stays_one(self, world):
        with pytest.raises(Conflict):
            commands.set_member_roles(**about(world.staff, world.cohort, world.ann), roles=[RoleName.MEMBER])

    def test_of_a_former_member_and_of_a_stranger_are_not_found(self, world):
        commands.leave(actor_id=world.bob.id, space_id=world.cohort.id)
        for person in (world.bob, world.mallory):
            with pytest.raises(NotFound):
                commands.set_member_roles(**about(world.ann, world.cohort, person), roles=[RoleName.MEMBER])

    def test_mallory_bob_and_staff(self, world):
        for actor, space, refusal in (
            (world.mallory, world.cohort, NotFound),
            (world.bob, world.cohort, Forbidden),
            (world.staff, world.set_a, NotFound),
        ):
            with pytest.raises(refusal):
                commands.set_member_roles(**about(actor, space, world.ann), roles=[RoleName.MEMBER])


class TestSuspension:
    def test_shuts_out_until_its_date_and_ends_by_itself(self, world):
        assert reads(world.bob, world.cohort)

        measures.suspend(**about(world.ann, world.cohort, world.bob), until=UNTIL, reason="Unkind")

        assert not reads(world.bob, world.cohort)
        assert reads(world.bob, world.set_a)
        with clock.at(UNTIL - timedelta(seconds=1)):
            assert not reads(world.bob, world.cohort)
        with clock.at(UNTIL):
            assert reads(world.bob, world.cohort)

    def test_is_logged_and_told_with_its_date(self, world):
        measures.suspend(**about(world.ann, world.cohort, world.bob), until=UNTIL, reason="Unkind")

        assert decisions(world.bob) == [(Verdict.SUSPEND, "Until 9 March 2026. Unkind")]
        assert db.session.scalars(sa.select(Letter.person_id)).all() == [world.bob.id]

    def test_twice_is_once(self, world):
        for _ in range(2):
            measures.suspend(**about(world.ann, world.cohort, world.bob), until=UNTIL, reason="Unkind")
        assert len(decisions(world.bob)) == 1

    @pytest.mark.parametrize("until", [NOON, NOON - timedelta(days=1), NOON + timedelta(days=400)])
    def test_ends_within_a_year(self, world, until):
        with pytest.raises(Invalid):
            measures.suspend(**about(world.ann, world.cohort, world.bob), until=until, reason="Unkind")

    def test_the_last_moderator_and_oneself_are_not_suspended(self, world):
        with pytest.raises(Conflict):
            measures.suspend(**about(world.staff, world.cohort, world.ann), until=UNTIL, reason="No")
        with pytest.raises(Forbidden):
            measures.suspend(**about(world.ann, world.cohort, world.ann), until=UNTIL, reason="No")

    def test_mallory_and_bob_suspend_nobody(self, world):
        with pytest.raises(NotFound):
            measures.suspend(**about(world.mallory, world.cohort, world.bob), until=UNTIL, reason="No")
        with pytest.raises(Forbidden):
            measures.suspend(**about(world.bob, world.cohort, world.ann), until=UNTIL, reason="No")

    def test_a_suspended_moderator_moderates_nothing(self, world):
        commands.add_member(**about(world.ann, world.cohort, world.bob), role=RoleName.MODERATOR)
        measures.suspend(**about(world.ann, world.cohort, world.bob), until=UNTIL, reason="Rest")

        with pytest.raises(NotFound):
            commands.add_member(**about(world.bob, world.cohort, world.mallory))

    def test_reinstating_lets_in_at_once(self, world):
        measures.suspend(**about(world.ann, world.cohort, world.bob), until=UNTIL, reason="Unkind")
        measures.lift(**about(world.ann, world.cohort, world.bob), reason="Settled")
        measures.lift(**about(world.ann, world.cohort, world.bob))

        assert reads(world.bob, world.cohort)
        assert [verdict for verdict, _ in decisions(world.bob)] == [Verdict.SUSPEND, Verdict.REINSTATE]
        assert len(db.session.scalars(sa.select(Letter)).all()) == 2

    def test_nobody_reinstates_themselves(self, world):
        measures.suspend(**about(world.ann, world.cohort, world.bob), until=UNTIL, reason="Unkind")
        with pytest.raises(NotFound):
            measures.lift(**about(world.bob, world.cohort, world.bob))
        assert db.session.scalars(sa.select(Membership.suspended_until)).all().count(UNTIL) == 1
