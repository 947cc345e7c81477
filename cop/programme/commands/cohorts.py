"""Where a cohort comes together and how far it is, and the lock under which something is planned in one."""

from cop import policy
from cop.db import command, get, lock, session
from cop.errors import NotFound
from cop.models import Cohort, Programme, Space, Stage
from cop.policy import Actor
from cop.programme.commands.programmes import LINE_LIMIT
from cop.typed import in_one_line, optional

KEEPERS = "Only the moderators of this cohort and programme staff can do that."
OVER = "Its programme is over or the cohort is archived: nothing more is planned here."


@command
def keep_cohort(*, actor_id: int, space_id: int, venue: str, stage: Stage) -> Cohort:
    """Say where a cohort comes together and how far it is. Raises NotFound, Forbidden, Invalid."""
    space = lock(Space, space_id)
    require_keeper(policy.load_actor(actor_id), space)
    venue = optional(in_one_line(venue), limit=LINE_LIMIT, field="venue")
    cohort = session.merge(Cohort(space_id=space.id, venue=venue, stage=stage))
    session.flush()
    return cohort


def require_keeper(actor: Actor, space: Space) -> None:
    """NotFound for who can't read the space, Forbidden for who does not look after it."""
    if not policy.can_read_space(actor, space):
        raise NotFound
    policy.require(policy.can_keep_cohort(actor, space), KEEPERS)


def lock_plans(actor_id: int, space_id: int) -> Space:
    """The cohort `space_id`, locked after its programme, for who plans there: neither ends meanwhile. Raises NotFound,
    Forbidden.
    """
    programme_id = get(Space, space_id).programme_id
    if programme_id is not None:
        lock(Programme, programme_id)
    space = lock(Space, space_id)
    require_keeper(policy.load_actor(actor_id), space)
    policy.require(policy.is_open_to_plans(space), OVER)
    return space
