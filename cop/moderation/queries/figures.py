"""How moderation goes in a space, in figures that name nobody: what was decided, and how long it took.

A figure from 1 to 4 is not told, and no total from which it could be found.
"""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

import sqlalchemy as sa

from cop.db import session
from cop.models import Decision, Review, ReviewKind, Space, Verdict
from cop.models.statements import at_most

FEWEST = 5
MOST_TIMES = 10_000

SHOWN = {
    "Released": (Verdict.RELEASE, Verdict.RELEASE_EDITED),
    "Declined": (Verdict.DECLINE,),
    "Hidden by a moderator": (Verdict.HIDE,),
    "Hidden by reports until a moderator had looked": (Verdict.HIDE_REPORTED,),
    "Put back": (Verdict.RESTORE,),
    "Words taken out, or removed for good": (Verdict.REDACT, Verdict.PURGE),
    "Reported and left as it was": (Verdict.DISMISS,),
    "Notes and warnings": (Verdict.NOTE, Verdict.WARN),
    "People held, kept to reading, suspended or removed": (
        Verdict.HOLD_POSTS,
        Verdict.READ_ONLY,
        Verdict.SUSPEND,
        Verdict.REMOVE_MEMBER,
    ),
    "Appeals after which it stood": (Verdict.UPHOLD,),
    "Appeals after which it was reversed": (Verdict.OVERTURN,),
}
"""What is counted together, in words."""


@dataclass(frozen=True, slots=True)
class Figure:
    words: str
    number: int

    @property
    def told(self) -> str:
        return f"fewer than {FEWEST}" if 0 < self.number < FEWEST else f"{self.number:,}"


@dataclass(frozen=True, slots=True)
class Times:
    """Hours from when something began to wait until it was decided: of half of it at most, of nine in ten at most."""

    half: float
    most: float


def figures(space: Space, *, since: datetime) -> list[Figure]:
    """What was decided in `space` since then. What somebody did to their own place there is no moderation."""
    is_of_nobody = sa.or_(Decision.actor_id.is_(None), Decision.person_id.is_(None))
    by_others = sa.or_(is_of_nobody, Decision.actor_id != Decision.person_id)
    query = (
        sa.select(Decision.verdict, sa.func.count().label("number"))
        .where(Decision.space_id == space.id, Decision.decided_at >= since, by_others)
        .group_by(Decision.verdict)
    )
    counted = {row.verdict: row.number for row in session.execute(query)}
    return [
        Figure(words, sum(counted.get(each, 0) for each in verdicts)) for words, verdicts in SHOWN.items()
    ]


def times(space: Space, *, since: datetime) -> Times | None:
    """How long the newest decisions took; None where they are too few to tell."""
    query = (
        sa.select(Review.opened_at, Review.decided_at)
        .where(
            Review.space_id == space.id,
            Review.decided_at >= since,
            Review.kind.not_in((ReviewKind.APPLICATION, ReviewKind.REQUEST)),
        )
        .order_by(Review.id.desc())
        .limit(at_most(MOST_TIMES))
    )
    hours = sorted((row.decided_at - row.opened_at).total_seconds() / 3600 for row in session.execute(query))
    if len(hours) < FEWEST:
        return None
    return Times(half=_at(hours, 0.5), most=_at(hours, 0.9))


def _at(hours: list[float], share: float) -> float:
    """The smallest that is not exceeded by this share of them."""
    return hours[ceil(share * len(hours)) - 1]
