"""A copy as a page that opens anywhere: its template is written out piece by piece, while its rows are read."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from cop import clock, jobs, web
from cop.exports import queries
from cop.exports.queries import Chapter, Section
from cop.exports.queries.quotes import Row
from cop.exports.queries.sections import LONG
from cop.exports.tasks.labels import in_words, label

Rows = Callable[[Section], Iterable[Row]]


class Filled(NamedTuple):
    """A section of which there is something, and its rows, to be read once."""

    section: Section
    rows: Iterator[Row]


def written(rows: Rows) -> Iterator[str]:
    """The words of it, as `rows` reads them."""
    template = web.application().jinja_env.get_template("exports/copy.html")
    return template.generate(
        chapters=queries.CHAPTERS,
        filled=lambda chapter: _filled(chapter, rows),
        untold=queries.UNTOLD,
        made_at=clock.now(),
        site=jobs.settings().site_name,
        label=label,
        in_words=in_words,
        long=LONG,
    )


def _filled(chapter: Chapter, rows: Rows) -> Iterator[Filled]:
    for section in chapter.sections:
        found = iter(rows(section))
        first = next(found, None)
        if first is not None:
            yield Filled(section, chain([first], found))
