"""A set of the demonstration as its meetings are told: who is in it, who is there, who leads and who is heard."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cop.demonstration.rhythm import Occasion
from cop.models import Meeting, MeetingBid
from cop.models.meetings_outcomes import ActionState

YEAR = timedelta(days=365)
"""For so long it is kept what a bid was about and what an action said, once it is over (models/keeping.py)."""

D, P, N, X = ActionState.DONE, ActionState.PART, ActionState.NOT_DONE, ActionState.DROPPED
FATES = (D, D, P, D, N, D, D, P, D, X, D, N, D, P, D, N, D, P, D, X)
"""What becomes of twenty actions: 55 % are done, 20 % in part, 15 % not, and 10 % are dropped (domain.md 6.4)."""


@dataclass(frozen=True, slots=True)
class Circle:
    """`place` tells one set from another where people and words are chosen. `fates` goes on from set to set."""

    space_id: int
    slug: str
    place: int
    script: Mapping[str, Any]
    members: Sequence[int]
    adviser_id: int
    as_of: datetime
    brought: Mapping[str, Sequence[str]]
    fates: Iterator[ActionState]

    @property
    def is_closed(self) -> bool:
        return bool(self.script["life"] == "closed")

    def is_let_go(self, since: datetime) -> bool:
        """Whether what ended then is kept no more, but that it was."""
        return since < self.as_of - YEAR

    def line(self, kind: str, number: int, place: int) -> str:
        """One of the things that people bring to meetings, another for each meeting and place in it."""
        lines = self.brought[kind]
        return lines[(self.place * 11 + number * 7 + place) % len(lines)]


@dataclass(slots=True)
class Held:
    """A meeting that was held, `number`ed within its set, with who was there and under
    which version of its rules."""

    circle: Circle
    number: int
    occasion: Occasion
    meeting: Meeting
    rules: int
    present: list[int]
    bids: list[MeetingBid] = field(default_factory=list)

    @property
    def is_let_go(self) -> bool:
        """Whether what was bid for is kept no more, but that it was."""
        return self.circle.is_let_go(self.occasion.starts_at)

    @property
    def slots(self) -> int:
        """2 or 3 of them (domain.md 6.4)."""
        return 2 + self.number % 2

    @property
    def absent(self) -> list[int]:
        return [each for each in self.circle.members if each not in self.present]


def who_comes(members: Sequence[int], number: int) -> list[int]:
    """All but one or two; every fourth time everybody."""
    missing = {members[(number * 3 + 1) % len(members)], members[(number * 5 + 2) % len(members)]}
    return [each for each in members if number % 4 == 0 or each not in missing]


def turned(people: Sequence[int], number: int) -> list[int]:
    """The same in another order, so that everybody comes first at some time."""
    first = number % len(people)
    return [*people[first:], *people[:first]]
