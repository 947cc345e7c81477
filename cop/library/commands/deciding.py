"""Deciding what stands in the library."""

from cop import policy
from cop.db import command
from cop.library.commands.suggesting import read
from cop.models import Resource, ResourceState
from cop.typed import written

KEEPERS = "Programme staff, stewards and moderators of the network decide what stands in the library."
REASON_LIMIT = 500


@command
def publish(*, actor_id: int, resource_id: int) -> Resource:
    """Let all members read it; also what was declined. A repeat is harmless. Raises NotFound, Forbidden."""
    resource = _kept(actor_id, resource_id)
    resource.decide(ResourceState.PUBLISHED, decider_id=actor_id)
    return resource


@command
def decline(*, actor_id: int, resource_id: int, reason: str) -> Resource:
    """Let it not stand there, or no longer: whoever suggested it reads why. Raises NotFound, Forbidden, Invalid."""
    resource = _kept(actor_id, resource_id)
    why = written(reason, limit=REASON_LIMIT, field="reason", missing="Say why, for whoever suggested it.")
    resource.decide(ResourceState.DECLINED, decider_id=actor_id, reason=why)
    return resource


def _kept(actor_id: int, resource_id: int) -> Resource:
    resource, actor = read(actor_id, resource_id)
    policy.require(policy.can_keep_library(actor), KEEPERS)
    return resource
