"""The waves of the second programme and the sets in them: who came in which, in rows of our own, for they are many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cop import clock
from cop.db import command, get, session
from cop.demonstration.story import Character, document
from cop.models import Membership, Policy, Programme, Role, RoleName, Space, SpaceKind
from cop.spaces import commands as spaces

SETS = "abcde"
TOGETHER = 10
"""Of the pairs in a wave that does not keep them apart, so many come into one set together."""


def found_waves(characters: Sequence[Character], *, people: Mapping[str, int]) -> dict[str, Space]:
    """Make the four waves and their sets, and let the pairs come in; all these spaces by slug."""
    programme = session.scalars(sa.select(Programme).where(Programme.slug == "rd-leaders")).one()
    made: dict[str, Space] = {}
    for wave in document("waves")["wave"]:
        with clock.at(wave["began"]):
            cohort = _wave(wave, programme)
            circles = [_circle(wave, cohort, number) for number in range(len(SETS))]
        made |= {space.slug: space for space in (cohort, *circles)}
        halves = [_Half(people[each.key], place) for each, place in _of_wave(characters, wave)]
        _gather(cohort.id, [half.person_id for half in halves], since=wave["began"])
        for number, circle in enumerate(circles):
            _gather(circle.id, [half.person_id for half in halves if half.place == number], wave["began"])
    return made


@dataclass(frozen=True, slots=True)
class _Half:
    """Half of a pair, and the place of their set among those of the wave."""

    person_id: int
    place: int


def _of_wave(characters: Sequence[Character], wave: Mapping[str, Any]) -> list[tuple[Character, int]]:
    """Every fourth pair, so that each wave has Trusts of all regions."""
    pairs = list(dict.fromkeys(each.pair for each in characters if each.pair))[wave["number"] - 1 :: 4]
    halves = [each for pair in pairs for each in characters if each.pair == pair]
    return [(each, set_of(number, is_apart=wave["apart"])) for number, each in enumerate(halves)]


def set_of(number: int, *, is_apart: bool) -> int:
    """In which of five sets that half of a pair comes who is the `number`th of a wave, both of a pair in a row."""
    pair, is_second = divmod(number, 2)
    if is_apart:
        return (pair + 2 * is_second) % len(SETS)
    return (pair + (is_second if pair >= TOGETHER else 0)) % len(SETS)


def _wave(wave: Mapping[str, Any], programme: Programme) -> Space:
    number = wave["number"]
    return spaces.create_space(
        actor_id=None,
        kind=SpaceKind.COHORT,
        name=f"Wave {number}",
        slug=f"wave-{number}",
        purpose=f"Sixteen Trusts, each with a director and a manager, who began together in {wave['began']:%Y}.",
        policy=Policy.FIRST_HELD,
        programme_id=programme.id,
    )


def _circle(wave: Mapping[str, Any], cohort: Space, number: int) -> Space:
    letter = SETS[number]
    return spaces.create_space(
        actor_id=None,
        kind=SpaceKind.SET,
        name=f"{cohort.name}, set {letter.upper()}",
        slug=f"{cohort.slug}-set-{letter}",
        purpose=wave["purposes"][number],
        policy=Policy.OPEN,
        programme_id=cohort.programme_id,
        parent_id=cohort.id,
    )


@command
def _gather(space_id: int, person_ids: Sequence[int], since: datetime) -> None:
    """Let them all be members since then: they are in the network already, and nobody has to be told."""
    space = get(Space, space_id)
    space.turn_roster()
    for person_id in person_ids:
        role = Role(name=RoleName.MEMBER, started_at=since)
        session.add(Membership(person_id=person_id, space_id=space_id, started_at=since, roles=[role]))
