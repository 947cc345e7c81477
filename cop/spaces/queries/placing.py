"""Who of a cohort is in no set of it yet, how large its sets are, and what speaks against a plan."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from cop import policy
from cop.db import session
from cop.models import Membership, Organisation, Pair, Person, Recruitment, Space, SpaceKind
from cop.models.statements import at_most
from cop.policy import Actor
from cop.spaces.queries.places import by_name

FEWEST, MOST = 4, 8
"""People of an action learning set (domain.md 2.1)."""

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Set:
    """A set that the actor brings people into, and how many are in it. Who they are is for the set alone."""

    space: Space
    size: int


def unplaced(cohort: Space) -> Sequence[Person]:
    """Members of `cohort` who are in none of its sets, by name."""
    placed = (
        sa.select(Membership.person_id)
        .join(Membership.space)
        .where(Space.parent_id == cohort.id, Space.kind == SpaceKind.SET, Membership.ended_at.is_(None))
    )
    query = (
        sa.select(Membership)
        .join(Membership.person)
        .options(contains_eager(Membership.person))
        .where(Membership.space_id == cohort.id, Membership.holds(), Person.deactivated_at.is_(None))
        .where(Membership.person_id.not_in(placed))
    )
    found = session.scalars(query.order_by(*by_name()).limit(at_most(SHOWN))).unique()
    return [membership.person for membership in found]


def sets_of(actor: Actor, cohort: Space) -> Sequence[Set]:
    """The sets of `cohort` that the actor may bring people into, by name."""
    sizes = (
        sa.select(Membership.space_id, sa.func.count().label("size"))
        .where(Membership.ended_at.is_(None))
        .group_by(Membership.space_id)
        .subquery()
    )
    query = (
        sa.select(Space, sa.func.coalesce(sizes.c.size, 0))
        .outerjoin(sizes, sizes.c.space_id == Space.id)
        .where(Space.parent_id == cohort.id, policy.placeable_sets(actor))
        .order_by(Space.name, Space.id)
    )
    return [Set(space, size) for space, size in session.execute(query)]


def warnings(cohort: Space, sets: Sequence[Set], plan: Mapping[int, int]) -> dict[int, list[str]]:
    """By the id of a set what speaks against it as `plan` (person → set) would make it; none for a set that it leaves
    as it is. They are warnings: who places people may know better.
    """
    halves = _halves(cohort) if _splits_pairs(cohort) else {}
    found: dict[int, list[str]] = {}
    for each in sets:
        placed = [person_id for person_id, set_id in plan.items() if set_id == each.space.id]
        if placed:
            found[each.space.id] = [
                *_of_size(each.size + len(placed)),
                *_of_people(each.space, placed, halves),
            ]
    return found


def _of_size(size: int) -> Iterator[str]:
    if size < FEWEST:
        yield f"{size} people are few: a set has {FEWEST} to {MOST}."
    if size > MOST:
        yield f"{size} people are many: a set has {FEWEST} to {MOST}."


def _of_people(space: Space, placed: Sequence[int], halves: Mapping[int, int]) -> Iterator[str]:
    """Of those `placed` and whoever they meet there: how the others stand to each other is for the set alone."""
    inside = set(
        session.scalars(
            sa.select(Membership.person_id).where(
                Membership.space_id == space.id, Membership.ended_at.is_(None)
            )
        )
    )
    everybody = inside | set(placed)
    theirs = _colleagues(set(placed))
    for name, number in _colleagues(everybody).items():
        if number > 1 and name in theirs:
            yield f"{number} people are of {name}: does one of them manage another?"
    pairs = Counter(halves[person_id] for person_id in everybody if person_id in halves)
    if any(pairs[halves[person_id]] > 1 for person_id in placed if person_id in halves):
        yield "Both halves of a pair are in it, which this programme does not want."


def _colleagues(person_ids: set[int]) -> Counter[str]:
    names = (
        sa.select(Organisation.name)
        .join(Person, Person.organisation_id == Organisation.id)
        .where(Person.id.in_(person_ids))
    )
    return Counter(session.scalars(names))


def _splits_pairs(cohort: Space) -> bool:
    rules = Recruitment.of(cohort.programme_id) if cohort.programme_id is not None else None
    return rules is not None and rules.splits_pairs


def _halves(cohort: Space) -> dict[int, int]:
    """Person → pair, of the pairs of `cohort`."""
    query = (
        sa.select(Membership.person_id, Pair.id)
        .join(Pair, Pair.space_id == Membership.space_id)
        .where(Pair.cohort_id == cohort.id, Pair.ended_at.is_(None), Membership.ended_at.is_(None))
    )
    return dict(iter(session.execute(query)))
