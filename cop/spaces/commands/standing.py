"""What a member may do in a space: the roles they hold."""

from collections.abc import Collection

from cop import policy
from cop.db import command
from cop.errors import Invalid, NotFound
from cop.models import Membership, RoleName, Verdict
from cop.policy import require
from cop.spaces.commands.people import decide, keep_a_moderator, managed, membership_of


@command
def set_member_roles(
    *, actor_id: int, space_id: int, person_id: int, roles: Collection[RoleName]
) -> Membership:
    """Let a member hold exactly `roles` from now on: at least one, and observer alone."""
    space, actor = managed(actor_id, space_id)
    membership = _current(membership_of(actor, space, person_id))
    names = set(roles)
    _mean_something(names)
    added, dropped = names - membership.current_roles, membership.current_roles - names
    for role in added:
        require(policy.can_grant(actor, space, role=role, to_person_id=person_id))
    if RoleName.MODERATOR in dropped:
        keep_a_moderator(membership)
    if added or dropped:
        membership.set_roles(names)
        said = ", ".join(sorted(names))
        decide(Verdict.SET_ROLES, actor_id=actor.id, membership=membership, reason=said)
    return membership


def _current(membership: Membership | None) -> Membership:
    if membership is None:
        raise NotFound
    return membership


def _mean_something(names: set[RoleName]) -> None:
    if not names:
        raise Invalid("Choose at least one role, or remove the person from the space.", field="roles")
    if RoleName.OBSERVER in names and len(names) > 1:
        raise Invalid(
            "An observer reads and does not write: choose observer alone, or others.", field="roles"
        )
