"""At once, on databases that really commit: one place for a person, one space for a form, somebody left to moderate."""

import sqlalchemy as sa

from cop import db
from cop.models import Decision, Membership, RoleName, Space, SpaceKind, Verdict
from cop.spaces import commands
from tests.at_once import many_at_once
from tests.people import World, key


def count(*where) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(*where))


def test_adding_twenty_times_is_one_membership(committed: World) -> None:
    ids = {"actor_id": committed.ann.id, "space_id": committed.cohort.id, "person_id": committed.mallory.id}

    found = many_at_once(lambda _: commands.add_member(**ids).id)

    assert len(set(found)) == 1
    assert count(Decision.verdict == Verdict.ADD_MEMBER) == 1


def test_a_form_sent_twenty_times_makes_one_space(committed: World) -> None:
    form = {"actor_id": committed.staff.id, "kind": SpaceKind.COHORT, "name": "Cohort 9", "key": key()}

    many_at_once(lambda _: commands.create_space(**form).id)

    assert count(Space.name == "Cohort 9") == 1


def test_two_moderators_cannot_both_go(committed: World) -> None:
    """Each removes the other, or leaves: whoever comes second is refused, so that one of them stays."""
    ann, bob, space_id = committed.ann.id, committed.bob.id, committed.cohort.id
    commands.add_member(actor_id=ann, space_id=space_id, person_id=bob, role=RoleName.MODERATOR)

    def go(number: int) -> object:
        me, other = (ann, bob) if number % 2 else (bob, ann)
        if number % 4 < 2:
            return commands.leave(actor_id=me, space_id=space_id)
        return commands.remove_member(actor_id=me, space_id=space_id, person_id=other, reason="Race")

    many_at_once(go)

    moderators = sa.select(Membership.person_id).join(Membership.roles).where(Membership.space_id == space_id)
    left = db.session.scalars(
        moderators.where(Membership.ended_at.is_(None), sa.text("role.name = 'moderator'"))
    )
    assert len(left.all()) == 1
