"""Who reads what a programme says of itself, and who keeps it."""

import sqlalchemy as sa

from cop.policy.actors import Actor


def can_read_programmes(actor: Actor) -> bool:
    """Whoever has an account: nothing in them is about anybody. Their cohorts are named to who may know of these."""
    return bool(actor.id)


def visible_programmes(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.true() if can_read_programmes(actor) else sa.false()


def can_keep_programme(actor: Actor) -> bool:
    """Enter one, say what it is, how far it is, and who stands behind it: programme staff and stewards."""
    return actor.runs_network


__all__ = ["can_keep_programme", "can_read_programmes", "visible_programmes"]
