"""Selects of set meetings, through what an actor may see."""

from cop.meetings.queries.boards import (
    actions,
    attendances,
    bids,
    had_turns,
    lines_for,
    meeting,
    meeting_in,
    meetings_of,
    members_of,
    offers_to,
    people_of,
    queue,
)
from cop.meetings.queries.due import due_lobbies, due_records, outlived, stopped

__all__ = [
    "actions",
    "attendances",
    "bids",
    "due_lobbies",
    "due_records",
    "had_turns",
    "lines_for",
    "meeting",
    "meeting_in",
    "meetings_of",
    "members_of",
    "offers_to",
    "outlived",
    "people_of",
    "queue",
    "stopped",
]
