"""What a room holds: pages of its lines, what changed since, who is here, and who is to be told."""

from cop.chat.queries.lines import HYDRATED, PAGE, SYNC_LIMIT, hydrated, latest, older, room, waiting
from cop.chat.queries.people import CROWD, PRESENT, Present, Standing, crowd_in, people_here, standing
from cop.chat.queries.readers import FRESH, readers
from cop.chat.queries.stamps import Stamp, before, changes, newest

__all__ = [
    "CROWD",
    "FRESH",
    "HYDRATED",
    "PAGE",
    "PRESENT",
    "SYNC_LIMIT",
    "Present",
    "Stamp",
    "Standing",
    "before",
    "changes",
    "crowd_in",
    "hydrated",
    "latest",
    "newest",
    "older",
    "people_here",
    "readers",
    "room",
    "standing",
    "waiting",
]
