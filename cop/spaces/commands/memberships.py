"""Joining and leaving: memberships are dated rows, nothing is deleted, and each change turns the roster (S8)."""

from cop import policy
from cop.db import command, lock
from cop.errors import Conflict, NotFound
from cop.models import Conversation, Membership, RoleName, Space, SpaceKind, Verdict
from cop.models.people import lock_people
from cop.policy import require
from cop.spaces.commands.people import (
    addable,
    brought_in,
    decide,
    keep_a_moderator,
    was_there,
)

REASON_LIMIT = 1_000


@command
def add_member(
    *, actor_id: int, space_id: int, person_id: int, role: RoleName = RoleName.MEMBER
) -> Membership:
    """Let a person hold `role` in a space, the network coming with their first; a repeat returns what is there.

    Staff bring people into sets that they can't open. NotFound for a space or a person the actor can't know of,
    Conflict for who was removed everywhere, and for who inspects the set at this moment.
    """
    lock_people([person_id])  # before the space, as whoever lets them inspect it does
    space = lock(Space, space_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_name_space(actor, space):
        raise NotFound
    require(policy.can_manage_members(actor, space), "Only the moderators of this space can add people.")
    require(
        policy.can_grant(actor, space, role=role, to_person_id=person_id),
        "You can't give yourself a place or a role. Ask another moderator.",
    )
    person = addable(actor, space, person_id)
    membership = Membership.of(person.id, space.id)
    if membership is not None and role in membership.current_roles:
        return membership
    membership = Membership.begin(person.id, space, role)
    brought_in(membership, actor_id=actor.id, role=role)
    return membership


@command
def leave(*, actor_id: int, space_id: int) -> None:
    """End one's own membership; nothing happens if it has ended already. NotFound where there never was one.

    Conflict for the last moderator, and for who only inspects it. Who is suspended is a stranger here until the day
    comes.
    """
    space = lock(Space, space_id)
    membership, actor = Membership.of(actor_id, space_id), policy.load_actor(actor_id)
    if space_id in actor.inspected:
        raise Conflict("You only read this set, by an inspection. End the inspection instead.")
    if membership is None and was_there(actor_id, space):
        return
    if membership is None or not actor.roles_in(space_id):
        raise NotFound
    keep_a_moderator(membership)
    membership.leave()
    if space.kind is SpaceKind.DIRECT:
        Conversation.part(space)
    decide(Verdict.REMOVE_MEMBER, actor_id=actor_id, membership=membership, reason="")
