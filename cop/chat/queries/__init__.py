"""What a room holds: pages of its lines, what changed since, who is here, and who is to be told."""

from cop.chat.queries import windows
from cop.chat.queries.drafts import draft
from cop.chat.queries.finding import Found, search
from cop.chat.queries.lines import HYDRATED, PAGE, SYNC_LIMIT, changes, latest, older, room, waiting
from cop.chat.queries.named import nameable
from cop.chat.queries.people import CROWD, PRESENT, Standing, people_here, standing
from cop.chat.queries.readers import FRESH, readers

__all__ = [
    "CROWD",
    "FRESH",
    "HYDRATED",
    "PAGE",
    "PRESENT",
    "SYNC_LIMIT",
    "Found",
    "Standing",
    "changes",
    "draft",
    "latest",
    "nameable",
    "older",
    "people_here",
    "readers",
    "room",
    "search",
    "standing",
    "waiting",
    "windows",
]
