"""Pages of programmes, and of what is planned in their cohorts."""

from cop.programme.views import (
    calendars,
    cohorts,
    grounds,
    keeping,
    parts,
    planning,
    programmes,
    setting,
    tasks,
    windows,
    workshops,
)
from cop.programme.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "calendars",
    "cohorts",
    "grounds",
    "keeping",
    "parts",
    "planning",
    "programmes",
    "setting",
    "tasks",
    "windows",
    "workshops",
]
