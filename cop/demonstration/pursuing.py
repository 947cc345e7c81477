"""What all other pairs go for, in rows of our own, for they are many: intending.py tells of a few at length."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cop.db import command, get, session
from cop.demonstration.story import Character, document, rows
from cop.models import (
    Indicator,
    IndicatorKind,
    IndicatorValue,
    Intention,
    IntentionStatus,
    KeyRelationship,
    Membership,
    Offer,
    Organisation,
    Pair,
    ProgressUpdate,
    Role,
    RoleName,
    Stakeholder,
    Theme,
    Wording,
)

STEP = 17
"""So far apart in the file are what two pairs go for that follow each other: neighbours want different things."""

QUARTER = timedelta(days=91)
SHARED_AFTER = timedelta(days=9)
DRAFTED_FOR, OLDEST = timedelta(days=6), timedelta(days=1_000)
REVISED_BEFORE = timedelta(days=60)
CLOSED_BEFORE = timedelta(days=45)
MOST_VALUES = 6


@dataclass(frozen=True, slots=True)
class Goal:
    """What one pair goes for, from `begun_at` to the end of the story; `place` tells it from others."""

    place: int
    row: Mapping[str, str]
    halves: Sequence[int]
    begun_at: datetime
    as_of: datetime
    script: Mapping[str, Any]

    @property
    def status(self) -> IntentionStatus:
        return IntentionStatus(self.row["status"])

    @property
    def quarters(self) -> int:
        """How many have gone by, until it was closed."""
        until = self.as_of - CLOSED_BEFORE if self.status.is_closed else self.as_of
        return (until - self.begun_at) // QUARTER

    def one_of(self, kind: Sequence[Any], step: int = 0) -> Any:
        return kind[(self.place + step) % len(kind)]


def pursue(
    as_of: datetime,
    characters: Sequence[Character],
    *,
    people: Mapping[str, int],
    organisations: Mapping[str, int],
) -> None:
    """Let each pair that has none write down what it goes for; and others offer help to some."""
    told = {each["organisation"] for each in document("intentions")["pair"]}
    codes = [
        code for code in dict.fromkeys(each.pair for each in characters if each.pair) if code not in told
    ]
    goals, script = rows("goals"), document("progress")
    for place, code in enumerate(codes):
        row = goals[place * STEP % len(goals)]
        halves = [people[each.key] for each in characters if each.pair == code]
        begun_at = _begun(as_of, place, is_draft=row["status"] == IntentionStatus.DRAFT)
        goal = Goal(place, row, halves, begun_at, as_of, script)
        helper = people[next(each.key for each in characters if each.pair == codes[place - 5])]
        _write(goal, organisations[code], helper_id=helper)


def _begun(as_of: datetime, place: int, *, is_draft: bool) -> datetime:
    if is_draft:
        return as_of - DRAFTED_FOR * (1 + place % 6)
    return as_of - OLDEST + timedelta(days=place * 11)


@command
def _write(goal: Goal, organisation_id: int, *, helper_id: int) -> None:
    pair = Pair.begin(get(Organisation, organisation_id), None, "1")
    pair.started_at = pair.space.created_at = goal.begun_at
    pair.space.turn_roster()
    session.add_all(
        Membership(
            person_id=person_id,
            space_id=pair.space_id,
            started_at=goal.begun_at,
            roles=[Role(name=RoleName.MEMBER, started_at=goal.begun_at)],
        )
        for person_id in goal.halves
    )
    intention = _intention(goal, pair)
    session.add(intention)
    session.flush()
    session.add_all(_wordings(goal, intention))
    if intention.is_shared:
        session.add_all(_beside(goal, intention))
        session.add(_indicator(goal, intention))
        if goal.place % 4 == 0:
            session.add(_offer(goal, intention, helper_id))


def _intention(goal: Goal, pair: Pair) -> Intention:
    status = goal.status
    closed_at = goal.as_of - CLOSED_BEFORE if status.is_closed else None
    return Intention(
        pair_id=pair.id,
        status=status,
        shown={IntentionStatus.DRAFT: 0, IntentionStatus.REVISED: 2}.get(status, 1),
        begun_at=goal.begun_at,
        shared_at=None if status is IntentionStatus.DRAFT else goal.begun_at + SHARED_AFTER,
        closed_at=closed_at,
        review_on=None if closed_at else (goal.begun_at + QUARTER * (goal.quarters + 1)).date(),
    )


def _wordings(goal: Goal, intention: Intention) -> Iterator[Wording]:
    ambition = goal.one_of(goal.script["ambitions"])
    yield _wording(goal, intention, 1, ambition=ambition, at=goal.begun_at)
    if goal.status is IntentionStatus.REVISED:
        at = goal.as_of - REVISED_BEFORE
        yield _wording(goal, intention, 2, ambition=f"{ambition}\n\n{goal.script['revised']}", at=at)


def _wording(goal: Goal, intention: Intention, number: int, *, ambition: str, at: datetime) -> Wording:
    kinds = sorted({goal.one_of(list(Stakeholder), step) for step in (0, 3, 7)[: 2 + goal.place % 2]})
    return Wording(
        intention_id=intention.id,
        number=number,
        statement=goal.row["statement"],
        ambition=ambition,
        theme=Theme(goal.row["theme"]),
        stakeholders=" ".join(kinds),
        editor_id=goal.halves[number % 2],
        written_at=at,
        shared_at=at + SHARED_AFTER if intention.is_shared else None,
    )


def _indicator(goal: Goal, intention: Intention) -> Indicator:
    """With two to six values on its way to the target, which is met where the intention is achieved."""
    baseline, target = float(goal.row["baseline"]), float(goal.row["target"])
    count = max(2, min(MOST_VALUES, goal.quarters))
    reached = 1.0 if goal.status is IntentionStatus.ACHIEVED else 0.35 + goal.place % 5 * 0.1
    indicator = Indicator(
        intention_id=intention.id,
        kind=IndicatorKind(goal.row["kind"]),
        name=goal.row["name"],
        unit=goal.row["unit"],
        baseline=baseline,
        baseline_on=goal.begun_at.date(),
        target=target,
        target_on=(goal.begun_at + QUARTER * 12).date(),
        person_id=goal.halves[1],
        added_at=goal.begun_at + SHARED_AFTER,
    )
    for number in range(1, count + 1):
        at = goal.begun_at + QUARTER * number
        value = round(baseline + (target - baseline) * reached * number / count)
        indicator.values.append(
            IndicatorValue(day=at.date(), value=float(value), person_id=goal.halves[1], written_at=at)
        )
    return indicator


def _beside(goal: Goal, intention: Intention) -> Iterator[KeyRelationship | ProgressUpdate]:
    for step in range(1 + goal.place % 2):
        partner = goal.one_of(goal.script["partner"], step)
        yield KeyRelationship(
            intention_id=intention.id,
            kind=Stakeholder(partner["kind"]),
            who=partner["who"],
            partner=partner["partner"],
            person_id=goal.halves[step % 2],
            added_at=goal.begun_at,
        )
    for number in range(1, min(3, goal.quarters) + 1):
        said = goal.one_of(goal.script["update"], number)
        yield ProgressUpdate(
            intention_id=intention.id,
            person_id=goal.halves[number % 2],
            organisation=said["organisation"],
            leadership=said["leadership"],
            key=f"demonstration-update-{number}",
            written_at=goal.begun_at + QUARTER * number,
        )


def _offer(goal: Goal, intention: Intention, helper_id: int) -> Offer:
    at = goal.begun_at + timedelta(days=40)
    is_answered = goal.place % 8 == 0
    return Offer(
        intention_id=intention.id,
        person_id=helper_id,
        text=goal.one_of(goal.script["offers"]["texts"]),
        key=f"demonstration-offer-{goal.place:03d}",
        offered_at=at,
        answered_at=at + timedelta(days=2) if is_answered else None,
        was_accepted=is_answered,
    )
