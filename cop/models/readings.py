"""How far people have read a topic, and that they take part in it: rows that two tabs may write at once."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa

from cop import clock
from cop.db import session
from cop.models.stances import Stance
from cop.models.statements import insert, rows
from cop.models.topics import TopicReading


def read_to(*, person_id: int, topic_id: int, position: int) -> None:
    """State that a person has read a topic up to `position`; never moves back. Two tabs may say so at once."""
    read = {"person_id": person_id, "topic_id": topic_id, "position": position, "read_at": clock.now()}
    rows(_reading_on(session.get_bind().dialect.name), read)


def take_part(person_ids: Iterable[int], *, topic_id: int, position: int = 0) -> None:
    """State that people write in a topic, or are named there: they follow it unless they have chosen otherwise, and
    have read it up to `position`.
    """
    mine = {"topic_id": topic_id, "position": position, "stance": Stance.FOLLOWED}
    if each := [mine | {"person_id": person_id} for person_id in sorted(person_ids)]:
        rows(_taking_part(session.get_bind().dialect.name), each)


@cache
def _reading_on(_dialect: str) -> Any:
    """Made once for each database, as the next: to make it takes longer than to run it."""
    return _of_reader(lambda new: {"read_at": new.read_at})


@cache
def _taking_part(_dialect: str) -> Any:
    return _of_reader(lambda new: {"stance": sa.func.coalesce(TopicReading.stance, new.stance)})


def _of_reader(changes: Callable[[Any], dict[str, Any]]) -> Any:
    """Puts how a person stands to a topic; where a row is there, these are its changes, and it reads further."""
    statement = insert(TopicReading)
    new = statement.excluded
    further = sa.case((new.position > TopicReading.position, new.position), else_=TopicReading.position)
    return statement.on_conflict_do_update(
        index_elements=[TopicReading.person_id, TopicReading.topic_id],
        set_={"position": further, **changes(new)},
    )
