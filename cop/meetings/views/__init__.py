"""Pages of sets that meet."""

from cop.meetings.views import (
    acting,
    arranging,
    board,
    contracts,
    dates,
    forgetting,
    guides,
    health,
    lives,
    mine,
    notes,
    setting,
)
from cop.meetings.views.blueprint import blueprint

__all__ = [
    "acting",
    "arranging",
    "blueprint",
    "board",
    "contracts",
    "dates",
    "forgetting",
    "guides",
    "health",
    "lives",
    "mine",
    "notes",
    "setting",
]
