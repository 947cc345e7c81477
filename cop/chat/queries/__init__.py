"""What a room holds: pages of its lines, what changed since, who is here, and who is to be told."""

from cop.chat.queries.lines import HYDRATED, PAGE, SYNC_LIMIT, changes, latest, older, room, waiting
from cop.chat.queries.people import CROWD, PRESENT, Standing, people_here, standing
from cop.chat.queries.readers import FRESH, readers

__all__ = [
    "CROWD",
    "FRESH",
    "HYDRATED",
    "PAGE",
    "PRESENT",
    "SYNC_LIMIT",
    "Standing",
    "changes",
    "latest",
    "older",
    "people_here",
    "readers",
    "room",
    "standing",
    "waiting",
]
