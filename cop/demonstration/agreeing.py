"""What a set of the demonstration has agreed on, and the steps of its life that have come of it (domain.md 2.5)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from cop import clock
from cop.db import get, session
from cop.demonstration.circles import Circle, Held
from cop.meetings.commands import lives
from cop.models import Contract, Duty, GroundRules, Question, RotaTurn, RulesAcceptance, SetAnswer, Space
from cop.models.lives import Life, Turn

A_DAY = timedelta(days=1)
RUN = 5
"""So many meetings a set agrees on at once, where it renews its contract."""
AHEAD = 4
"""So many are still to come of those that the others agreed on."""
READY_AFTER = 3
RULES_ADDED_AFTER = 4
"""Meetings after which a set that has a second version of its rules wrote it down."""
BY_TURN = {0: Turn.MET, 1: Turn.MET_AGAIN, READY_AFTER - 1: Turn.RAN_ITSELF}


def agree(
    circle: Circle, held: Sequence[Held], agreed: Mapping[str, Any], *, everybody: Sequence[int]
) -> None:
    """Conclude the contract before the first meeting, and let what came of it be written down in its time."""
    contract = _contract(circle, held, agreed["purpose"])
    session.add(contract)
    _write_rules(circle, held, agreed, everybody=everybody)
    for duty in Duty:
        RotaTurn.arrange(circle.space_id, duty, circle.members)
    _live(contract, circle, held)


def _contract(circle: Circle, held: Sequence[Held], purpose: str) -> Contract:
    return Contract(
        space_id=circle.space_id,
        purpose=purpose,
        meetings=RUN if circle.script.get("renewed") else len(held) + AHEAD,
        cadence_days=circle.script["cadence"],
        version=1,
        life=Life.FORMING,
        begun_at=held[0].occasion.starts_at - A_DAY,
    )


def rules_at(circle: Circle, number: int) -> int:
    """Which version of the rules held at a meeting."""
    return 2 if _has_second(circle) and number > RULES_ADDED_AFTER else 1


def _has_second(circle: Circle) -> bool:
    return circle.place % 3 == 0


def _write_rules(
    circle: Circle, held: Sequence[Held], agreed: Mapping[str, Any], *, everybody: Sequence[int]
) -> None:
    with clock.at(held[0].occasion.starts_at - 2 * A_DAY):
        _version(circle, 1, agreed["rules"], everybody=everybody)
    if _has_second(circle):
        with clock.at(held[RULES_ADDED_AFTER].occasion.ends_at):
            text = agreed["rules"] + agreed["added"]
            _version(circle, 2, text, change=agreed["change"], everybody=everybody)


def _version(circle: Circle, number: int, text: str, *, change: str = "", everybody: Sequence[int]) -> None:
    author_id = circle.members[number % len(circle.members)]
    rules = GroundRules(
        space_id=circle.space_id, number=number, text=text, change=change, author_id=author_id
    )
    session.add(rules)
    session.flush()
    session.add_all(RulesAcceptance(rules_id=rules.id, person_id=each) for each in everybody)
    session.flush()


def _live(contract: Contract, circle: Circle, held: Sequence[Held]) -> None:
    _take(contract, Turn.CONCLUDED, held[0].occasion.starts_at - A_DAY)
    for number, each in enumerate(held):
        if number in BY_TURN:
            _take(contract, BY_TURN[number], each.occasion.ends_at)
        if circle.script.get("renewed") and number + 1 == contract.meetings - 1:
            _take(contract, Turn.RENEWED, each.occasion.ends_at, actor_id=each.meeting.host_id)
            contract.renew(RUN)
    if not circle.is_closed:
        with clock.at(held[READY_AFTER - 1].occasion.starts_at):
            for person_id in circle.members:
                SetAnswer.say(circle.space_id, Question.SELF_FACILITATION, person_id)
            session.flush()
    _fall_silent_or_end(contract, circle, held[-1])


def _fall_silent_or_end(contract: Contract, circle: Circle, newest: Held) -> None:
    ended_at = newest.occasion.ends_at
    if circle.script["life"] == "dormant":
        _take(contract, Turn.FELL_SILENT, ended_at + 2 * timedelta(days=contract.cadence_days))
    if circle.is_closed:
        with clock.at(ended_at + 7 * A_DAY):
            lives.close(contract, get(Space, circle.space_id), actor_id=newest.meeting.host_id)


def _take(contract: Contract, turn: Turn, at: datetime, *, actor_id: int | None = None) -> None:
    with clock.at(at):
        if not contract.take(turn, actor_id=actor_id):
            raise ValueError(f"{turn} does not come after {contract.life}")
