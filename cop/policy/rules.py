"""The rules that the moderators of a space set there, nobody else, and for whom they hold."""

from cop.models import Space
from cop.policy.actors import Actor
from cop.policy.spaces import moderates


def can_set_rules(actor: Actor, space: Space) -> bool:
    """Keep its list of words, slow its room down, and say how many reports hide something."""
    return moderates(actor, space)


def heeds_rules(actor: Actor, space: Space) -> bool:
    """Whether the rules hold for what `actor` writes in `space`: moderators are trusted with their own."""
    return not moderates(actor, space)
