"""Selects of set meetings, through what an actor may see."""

from cop.meetings.queries.due import due_lobbies, due_records, followed, stopped

__all__ = ["due_lobbies", "due_records", "followed", "stopped"]
