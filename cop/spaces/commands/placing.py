"""Placing people of a cohort in its sets, many at once."""

from collections.abc import Mapping

import sqlalchemy as sa

from cop import policy
from cop.db import command, session
from cop.errors import Conflict, Invalid, NotFound
from cop.models import Membership, RoleName, Space, SpaceKind
from cop.models.people import lock_people
from cop.models.spaces import lock_spaces
from cop.policy import Actor, require
from cop.spaces.commands.people import brought_in


@command
def place_in_sets(*, actor_id: int, cohort_id: int, plan: Mapping[int, int]) -> int:
    """Let each person of `plan` (person → set) be a member of that set, which is told; how many came in. Who is in it
    already stays. Whoever moderates the cohort places its people in sets that they don't read themselves.

    Raises Invalid where nobody is placed, NotFound for a cohort or a set that the actor can't know of, Forbidden for
    oneself and for who may not, Conflict for who has left the cohort or is in another of its sets by now: then nobody
    is placed.
    """
    if not plan:
        raise Invalid("Choose a set for somebody first.")
    lock_people(plan.keys())
    spaces, actor = lock_spaces([cohort_id, *plan.values()]), policy.load_actor(actor_id)
    cohort = _cohort(spaces, cohort_id, actor)
    return sum(
        _place(actor, cohort, spaces.get(set_id), person_id=person_id)
        for person_id, set_id in sorted(plan.items())
    )


def _cohort(spaces: Mapping[int, Space], cohort_id: int, actor: Actor) -> Space:
    cohort = spaces.get(cohort_id)
    if cohort is None or not policy.can_name_space(actor, cohort):
        raise NotFound
    require(policy.can_create_set(actor, cohort), "Only who looks after a cohort places its people in sets.")
    return cohort


def _place(actor: Actor, cohort: Space, into: Space | None, *, person_id: int) -> bool:
    if into is None or into.parent_id != cohort.id or into.kind is not SpaceKind.SET:
        raise NotFound
    require(
        policy.can_place(actor, into, person_id=person_id),
        f"You can’t place somebody in {into.name}, and nobody places themselves.",
    )
    there = _sets_of(person_id, cohort)
    if there == {into.id} and policy.can_manage_members(actor, into):
        return False  # of any other set, and of this to who does not look after it, nothing is told
    if there or Membership.of(person_id, cohort.id) is None:
        raise Conflict(
            "Somebody of these was placed by another, or has left the cohort. Look at the list again."
        )
    membership = Membership.begin(person_id, into, RoleName.MEMBER)
    brought_in(membership, actor_id=actor.id, role=RoleName.MEMBER)
    return True


def _sets_of(person_id: int, cohort: Space) -> set[int]:
    query = (
        sa.select(Space.id)
        .join(Membership, Membership.space_id == Space.id)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .where(Space.parent_id == cohort.id, Space.kind == SpaceKind.SET)
    )
    return set(session.scalars(query))
