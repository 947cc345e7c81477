"""What has come of the network by the end of the story: entries of impact, and stories of value (domain.md 6.5)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cop.db import command, session
from cop.demonstration.story import document
from cop.models import Impact, Intention, Membership, Pair, ValueStory
from cop.models.value import Cycle, ImpactLevel

COUNTS = {ImpactLevel.INDIVIDUAL: 39, ImpactLevel.ORGANISATION: 27, ImpactLevel.SYSTEM: 12}
"""Beside the two that a pair has noted in its intention: 80 in all."""
APART = timedelta(days=11)
PRIVATE_EVERY = 4


@command
def value(as_of: datetime, *, people: Sequence[int]) -> None:
    """`people` write of themselves; of organisations the halves of pairs do, by what they go for."""
    script = document("value")
    intentions = sa.select(Intention.id, Membership.person_id).join(Intention.pair)
    halves = intentions.join(Membership, Membership.space_id == Pair.space_id).where(Intention.shown > 0)
    pairs = [(row[0], row[1]) for row in session.execute(halves.order_by(Intention.id, Membership.person_id))]
    session.add_all(_impact(as_of, script, people, pairs=pairs))
    session.add_all(
        _story(each, people[number * 5], number, at=as_of - APART * (number + 2))
        for number, each in enumerate(script["story"])
    )


def _impact(
    as_of: datetime, script: Mapping[str, Any], people: Sequence[int], *, pairs: Sequence[tuple[int, int]]
) -> Iterator[Impact]:
    number = 0
    for level, count in COUNTS.items():
        for place in range(count):
            text, _, evidence = script[level][place % len(script[level])].partition(" | ")
            number += 1
            at = as_of - APART * number
            is_own = level is ImpactLevel.INDIVIDUAL
            intention_id, half = pairs[number * 2 % len(pairs)]
            yield Impact(
                person_id=people[number * 3 % len(people)] if is_own else half,
                intention_id=None if is_own else intention_id,
                level=level,
                happened_on=at.date(),
                text=text,
                evidence=evidence,
                is_shared=number % PRIVATE_EVERY != 0,
                key=f"demonstration-impact-{number:03d}",
                written_at=at + timedelta(days=1),
            )


def _story(each: Mapping[str, Any], person_id: int, number: int, *, at: datetime) -> ValueStory:
    """Those for evaluation are published too, and two more; the rest are their authors’ own."""
    is_shared = bool(each.get("shared"))
    return ValueStory(
        person_id=person_id,
        title=each["title"],
        **{cycle.value: each.get(cycle.value, "") for cycle in Cycle},
        published_at=at + timedelta(days=3) if is_shared or number % 2 else None,
        for_evaluation=is_shared,
        key=f"demonstration-story-{number:03d}",
        written_at=at,
    )
