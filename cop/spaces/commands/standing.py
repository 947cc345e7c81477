"""What a member may do in a space: roles, and suspension until a date."""

from collections.abc import Collection
from datetime import datetime, timedelta

from cop import clock, policy
from cop.clock import LONDON
from cop.db import command
from cop.errors import Invalid, NotFound
from cop.markup import one_line
from cop.models import Membership, RoleName, Verdict
from cop.policy import require
from cop.spaces.commands.lines import optional_line
from cop.spaces.commands.memberships import REASON_LIMIT
from cop.spaces.commands.people import decide, keep_a_moderator, managed, membership_of, tell

LONGEST = timedelta(days=366)


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


@command
def suspend_member(
    *, actor_id: int, space_id: int, person_id: int, until: datetime, reason: str
) -> Membership:
    """Shut a member out until then (aware, within a year) and tell them why. Their membership goes on."""
    space, actor = managed(actor_id, space_id)
    membership = _current(membership_of(actor, space, person_id))
    if membership.suspended_until == until:
        return membership
    reason = one_line(reason, limit=REASON_LIMIT, field="reason")
    if not clock.now() < until <= clock.now() + LONGEST:
        raise Invalid("Choose a day after today and within a year.", field="until")
    keep_a_moderator(membership)
    membership.suspend(until)
    decision = decide(
        Verdict.SUSPEND,
        actor_id=actor.id,
        membership=membership,
        reason=f"Until {until.astimezone(LONDON):%-d %B %Y}. {reason}",
    )
    tell(decision, membership.person)
    return membership


@command
def reinstate_member(*, actor_id: int, space_id: int, person_id: int, reason: str = "") -> Membership:
    """Let a suspended member in again before the date; nothing happens if they are not suspended."""
    space, actor = managed(actor_id, space_id)
    membership = _current(membership_of(actor, space, person_id))
    if not membership.is_suspended():
        return membership
    membership.suspend(None)
    reason = optional_line(reason, limit=REASON_LIMIT, field="reason")
    decision = decide(Verdict.REINSTATE, actor_id=actor.id, membership=membership, reason=reason)
    tell(decision, membership.person)
    return membership
