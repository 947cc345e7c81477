"""What meetings do when something has happened."""

from cop.db import get
from cop.events import RosterChanged
from cop.models import Space, SpaceKind
from cop.models.meetings_people import MeetingStay


def end_stays(fact: RosterChanged) -> None:
    """Whoever belongs to a set no more is at none of its meetings."""
    if get(Space, fact.space_id).kind is SpaceKind.SET:
        MeetingStay.end_of_former(fact.space_id, fact.person_ids)
