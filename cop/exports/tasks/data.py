"""A copy as data: one JSON object, in which each section says what its keys mean."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from cop import clock
from cop.exports import queries
from cop.exports.queries import Section
from cop.exports.queries.quotes import Row
from cop.exports.tasks.labels import label

FORMAT = 1
ABOUT = (
    "Times are ISO 8601 in UTC, days and hours those of the United Kingdom. A null says that there is none."
)


def written(rows: Callable[[Section], Iterable[Row]]) -> Iterator[str]:
    """The words of it, as `rows` reads them."""
    head = {"format": FORMAT, "made_at": clock.now(), "about": ABOUT, "not_in_here": queries.UNTOLD}
    yield f'{_json(head)[:-1]}, "sections": {{'
    for number, section in enumerate(queries.sections()):
        yield f"{',' if number else ''}\n{_json(section.key)}: {{"
        keys = {name: label(name, section.key) for name in (*section.ids, *section.keys)}
        yield f'"title": {_json(section.title)}, "said": {_json(section.said)}, "keys": {_json(keys)}, "rows": ['
        for place, row in enumerate(rows(section)):
            yield f"{',' if place else ''}\n{_json(row)}"
        yield "]}"
    yield "\n}}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_in_words)


def _in_words(value: Any) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(type(value))
