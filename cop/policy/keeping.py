"""Who says for how long what is kept, and what has to be kept whatever that says."""

import sqlalchemy as sa

from cop.models import Hold
from cop.policy.actors import Actor


def can_set_retention(actor: Actor) -> bool:
    """Choose how long a kind of thing is kept, and see how much would go. What it says is shown to nobody by that."""
    return actor.runs_network


def can_place_holds(actor: Actor) -> bool:
    return actor.runs_network


def can_read_hold(actor: Actor, hold: Hold) -> bool:
    """Know of it, and lift it: for who runs the network, but for the person whom it is on. They are not told."""
    return can_place_holds(actor) and hold.person_id != actor.id


def visible_holds(actor: Actor) -> sa.ColumnElement[bool]:
    if not can_place_holds(actor):
        return sa.false()
    return sa.or_(Hold.person_id.is_(None), Hold.person_id != actor.id)
