"""Who publishes what this place must say of itself. Everybody reads it."""

from cop.policy.actors import Actor


def can_publish(actor: Actor) -> bool:
    """Write statements and publish them."""
    return actor.runs_network
