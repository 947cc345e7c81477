"""A feed ends with the membership by which it was read, for good."""

from cop.events import RosterChanged
from cop.models import Feed


def end_of_former(fact: RosterChanged) -> None:
    """Whoever has left a space has no feed of it, not even when they come back."""
    Feed.end_of_former(fact.space_id, fact.person_ids)
