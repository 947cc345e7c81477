"""Tables as spreadsheets save them, read into lines by the names of their columns."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cop import guarding
from cop.errors import CopError, Invalid
from cop.typed import in_one_line

LONGEST_CELL = 200

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_WORKBOOK = b"PK\x03\x04"

Cells = dict[str, str]
"""What stands in a line, each in one line, by the name that we have for its column. Others are left alone."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a table may hold. `heads`: what each column may be called; `columns`: what they are called in a file of
    ours; `needed` is a column without which there is no such table, under the name that it has there.
    """

    heads: Mapping[str, tuple[str, ...]]
    columns: tuple[str, ...]
    needed: tuple[str, str]
    most: int


def read(data: bytes, kind: Kind) -> list[tuple[int, Cells]]:
    """The lines with their numbers, as a spreadsheet counts them: that of the headings is 1, empty ones are left out.

    Raises Invalid (field `file`) for what is no such table.
    """
    if data.startswith(_WORKBOOK):
        raise wrong(
            "This is a workbook. In your spreadsheet choose “Save as”, then “CSV UTF-8”, and send that."
        )
    table = _table(_decoded(data))
    columns = _columns(next(table, []), kind)
    lines = [
        (number, _cells(cells, columns))
        for number, cells in enumerate(table, 2)
        if any(map(str.strip, cells))
    ]
    if not lines:
        raise wrong("There is no line below the headings.")
    if len(lines) > kind.most:
        raise wrong(f"There are {len(lines):,} lines. Send at most {kind.most:,} at a time.")
    return lines


def look_for_patients(number: int, cells: Iterable[str]) -> None:
    """Invalid (field `file`) where one of the `cells` of the line `number` has what may tell who a patient is."""
    if may_name_patient(cells):
        raise wrong(
            f"Line {number} has what looks like the number of a patient. Nothing was kept. Take it out and send the "
            "file again."
        )


def may_name_patient(cells: Iterable[str]) -> bool:
    """Whether one of `cells` has what may tell who a patient is."""
    try:
        for cell in cells:
            guarding.check(cell, field="file")
    except CopError:
        return True
    return False


def wrong(message: str) -> Invalid:
    return Invalid(message, field="file")


def _decoded(data: bytes) -> str:
    """By the mark at its beginning, or else UTF-8, or else as spreadsheets of this country save it."""
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise wrong("This file can't be read as text. Save it as “CSV UTF-8” and send that.")


def _table(text: str) -> Iterator[list[str]]:
    """Only line ends end a line: a spreadsheet leaves other breaks, of pages or paragraphs, within a cell."""
    head = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise wrong("This is no table that we can read. Save it as “CSV UTF-8” and send that.") from error


def _columns(head: list[str], kind: Kind) -> dict[str, int]:
    """Where which column stands."""
    called = [in_one_line(cell).casefold() for cell in head]
    found: dict[str, int] = {}
    for column, names in kind.heads.items():
        places = [place for place, name in enumerate(called) if name in names]
        if len(places) > 1:
            raise wrong(f"There are two columns for “{head[places[0]].strip()}”. Leave one of them.")
        if places:
            found[column] = places[0]
    needed, named = kind.needed
    if needed not in found:
        raise wrong(f"The first line must name the columns: {', '.join(kind.columns)}. “{named}” is missing.")
    return found


def _cells(cells: list[str], columns: dict[str, int]) -> Cells:
    return {
        column: in_one_line(cells[place])[:LONGEST_CELL]
        for column, place in columns.items()
        if place < len(cells)
    }
