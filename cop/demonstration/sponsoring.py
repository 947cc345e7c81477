"""What board sponsors have undertaken for their pairs, year after year; some have not looked at it again in time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cop.db import command, session
from cop.demonstration.story import Character, document
from cop.models import Appointment, AppointmentRole, Commitment, Encouragement, Intention, Pair

A_YEAR, AGAIN_AFTER = timedelta(days=365), timedelta(days=270)
NEWEST, LAPSED = timedelta(days=45), timedelta(days=400)
OVERDUE_EVERY = 4
"""Of sponsors who have been here for years, one in so many."""
THREE_FROM = 8
"""The first so many have written it down four times, the others three times."""


def sponsor(
    as_of: datetime,
    characters: Sequence[Character],
    *,
    people: Mapping[str, int],
    organisations: Mapping[str, int],
) -> None:
    """All but the one who is told of at length."""
    told = {each["organisation"] for each in document("intentions")["pair"] if "sponsor" in each}
    sponsors = [
        each for each in characters if each.appointment == "sponsor" and each.organisation not in told
    ]
    script, long = document("progress"), 0
    for place, each in enumerate(sponsors):
        times = 2
        if each.appointed < "2025":
            times, long = 4 if long < THREE_FROM else 3, long + 1
        is_overdue = times > 2 and long % OVERDUE_EVERY == 1
        newest = as_of - (LAPSED if is_overdue else NEWEST) - timedelta(days=place)
        made = [newest - AGAIN_AFTER * back for back in range(times - 1, -1, -1)]
        _undertake(people[each.key], organisations[each.organisation], made, script=script)


@command
def _undertake(
    person_id: int, organisation_id: int, made: Sequence[datetime], *, script: Mapping[str, Any]
) -> None:
    appointment = Appointment.standing(person_id, AppointmentRole.SPONSOR, None)
    if appointment is not None:
        appointment.organisation_id = organisation_id
    pair = session.scalars(sa.select(Pair).where(Pair.organisation_id == organisation_id)).one()
    session.add_all(_commitments(person_id, pair, made, script=script["commitments"]))
    shared = sa.select(Intention).where(Intention.pair_id == pair.id, Intention.shown > 0)
    for intention in session.scalars(shared):
        intention.for_sponsor = True
        said = script["commitments"]["encouragements"]
        session.add(
            Encouragement(
                intention_id=intention.id,
                person_id=person_id,
                text=said[person_id % len(said)],
                written_at=made[-1],
            )
        )


def _commitments(
    person_id: int, pair: Pair, made: Sequence[datetime], *, script: Mapping[str, Sequence[str]]
) -> Iterator[Commitment]:
    for number, at in enumerate(made):
        texts, protected = script["texts"], script["protected"]
        yield Commitment(
            pair_id=pair.id,
            person_id=person_id,
            text=texts[(person_id + number) % len(texts)],
            time_protected=protected[(person_id + number) % len(protected)],
            review_on=(at + A_YEAR).date(),
            made_at=at,
        )
