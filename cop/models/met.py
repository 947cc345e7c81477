"""What is known of the meetings that sets have held: the one place that the life of a set asks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Met:
    """`held`: how many meetings counted; `facilitators`: ids of who has led one; `attended`: how many were at the last.
    `last_held` and `next_booked` are the beginnings of these, None where there is none.
    """

    held: int = 0
    facilitators: frozenset[int] = frozenset()
    last_held: datetime | None = None
    next_booked: datetime | None = None
    attended: int | None = None


NOT_YET = Met()


def meetings_of(space_ids: Collection[int]) -> Mapping[int, Met]:
    """By space, for all sets that are asked for; NOT_YET for one that has held and booked none."""
    return dict.fromkeys(space_ids, NOT_YET)
