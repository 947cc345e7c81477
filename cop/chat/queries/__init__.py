"""What a room holds: pages of its lines, what changed since, who is here, and who is to be told."""

from cop.chat.queries import windows
from cop.chat.queries.drafts import draft
from cop.chat.queries.finding import Found, search
from cop.chat.queries.lines import (
    HYDRATED,
    PAGE,
    SYNC_LIMIT,
    hydrated,
    is_whole,
    latest,
    older,
    room,
    waiting,
)
from cop.chat.queries.named import nameable
from cop.chat.queries.people import CROWD, PRESENT, Present, Standing, crowd_in, people_here, standing
from cop.chat.queries.pins import pins
from cop.chat.queries.retention import AT_ONCE, forgetful, outlived_ids
from cop.chat.queries.revisions import message_in, revisions_of
from cop.chat.queries.stamps import Stamp, before, changes, newest

__all__ = [
    "AT_ONCE",
    "CROWD",
    "HYDRATED",
    "PAGE",
    "PRESENT",
    "SYNC_LIMIT",
    "Found",
    "Present",
    "Stamp",
    "Standing",
    "before",
    "changes",
    "crowd_in",
    "draft",
    "forgetful",
    "hydrated",
    "is_whole",
    "latest",
    "message_in",
    "nameable",
    "newest",
    "older",
    "outlived_ids",
    "people_here",
    "pins",
    "revisions_of",
    "room",
    "search",
    "standing",
    "waiting",
    "windows",
]
