"""Tables for a spreadsheet, in which no cell is a formula (S17)."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from werkzeug.wrappers import Response

FORMULAS = ("=", "+", "-", "@", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")


def cell(value: object) -> str:
    """`value` as the words that it is: what a program would take for a formula begins with an apostrophe."""
    words = "" if value is None else str(value)
    return f"'{words}" if words.lstrip(" \u00a0").startswith(FORMULAS) else words


def sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A file called `name` to be saved, with a mark by which programs know that it is UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
