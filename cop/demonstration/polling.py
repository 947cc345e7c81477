"""What is asked and answered in polls of the demonstration."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from cop.clock import LONDON
from cop.demonstration.story import Line
from cop.forum import commands as forum
from cop.models import PollKind


def find_a_date(people: Mapping[str, int], line: Line, *, topic_id: int) -> None:
    """Let somebody offer the days that `line` names, so many after it was said, and others answer each of them."""
    raw = line.raw["dates"]
    asked = forum.open_poll(
        actor_id=people[raw["by"]],
        topic_id=topic_id,
        paper=_paper(line, raw),
        key=f"demonstration-dates-{line.thread}",
    )
    for key, answers in raw["votes"].items():
        chosen = {option.id: said for option, said in zip(asked.options, answers, strict=True)}
        forum.vote(actor_id=people[key], poll_id=asked.id, chosen=chosen)


def _paper(line: Line, raw: Mapping[str, Any]) -> forum.Paper:
    said_on, hour = line.at.astimezone(LONDON).date(), time.fromisoformat(raw["hour"])
    choices = [forum.Choice(day=said_on + timedelta(days=days), hour=hour) for days in raw["in_days"]]
    return forum.Paper(PollKind.DATES, raw["question"], choices, is_anonymous=False)
