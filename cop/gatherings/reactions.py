"""What visits and events do when something has happened."""

from cop.events import RosterChanged
from cop.gatherings import commands


def give_up_places(fact: RosterChanged) -> None:
    """WITH: whoever reads a space no more has no place at what is to come there, and whoever waits comes in."""
    commands.give_up_places(fact.space_id, fact.person_ids)
