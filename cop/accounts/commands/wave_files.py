"""The file of a wave: a table as a spreadsheet saves it, read into lines."""

import csv
from collections.abc import Iterator
from dataclasses import fields, replace

from cop import guarding
from cop.errors import CopError, Invalid
from cop.models import Line
from cop.typed import in_one_line

MOST_LINES = 2_000
LONGEST_CELL = 200

HEADS = {
    "name": ("name", "full name"),
    "email": ("e-mail", "email", "e-mail address", "email address", "mail"),
    "organisation": ("organisation", "organization", "trust", "ods code"),
    "role": ("role", "professional role"),
    "cohort": ("cohort",),
    "set_name": ("set", "action learning set", "learning set"),
    "pair": ("pair",),
    "sponsor": ("sponsor", "board sponsor"),
}
"""What the columns may be called; any others are left alone."""

COLUMNS = ("Name", "E-mail", "Organisation", "Role", "Cohort", "Set", "Pair", "Sponsor")
EXAMPLE = (
    ("Teasel Marlfield", "teasel.marlfield@trust.example", "RXP", "R&D director", "Cohort 3", "", "1", ""),
    ("Sorrel Hatherley", "sorrel.hatherley@trust.example", "RXP", "R&D manager", "Cohort 3", "", "1", ""),
    ("Burnet Ashcombe", "burnet.ashcombe@trust.example", "RXP", "", "", "", "", "yes"),
)

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_WORKBOOK = b"PK\x03\x04"


def read(data: bytes) -> list[tuple[int, Line]]:
    """The lines with their numbers, as a spreadsheet counts them: that of the headings is 1, empty ones are left out.

    Raises Invalid (field `file`) for what is no such table, and where a cell has what may tell who a patient is.
    """
    if data.startswith(_WORKBOOK):
        raise _wrong(
            "This is a workbook. In your spreadsheet choose “Save as”, then “CSV UTF-8”, and send that."
        )
    table = _table(_decoded(data))
    columns = _columns(next(table, []))
    lines = [
        (number, _line(cells, columns)) for number, cells in enumerate(table, 2) if any(map(str.strip, cells))
    ]
    if not lines:
        raise _wrong("There is no line below the headings.")
    if len(lines) > MOST_LINES:
        raise _wrong(f"There are {len(lines):,} lines. Send at most {MOST_LINES:,} at a time.")
    for number, line in lines:
        _look_for_patients(number, line)
    return lines


def _decoded(data: bytes) -> str:
    """By the mark at its beginning, or else UTF-8, or else as spreadsheets of this country save it."""
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _wrong("This file can't be read as text. Save it as “CSV UTF-8” and send that.")


def _table(text: str) -> Iterator[list[str]]:
    head = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=head.count)
    try:
        yield from csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    except csv.Error as error:
        raise _wrong("This is no table that we can read. Save it as “CSV UTF-8” and send that.") from error


def _columns(head: list[str]) -> dict[str, int]:
    """Where which column stands."""
    called = [in_one_line(cell).casefold() for cell in head]
    found: dict[str, int] = {}
    for column, names in HEADS.items():
        places = [place for place, name in enumerate(called) if name in names]
        if len(places) > 1:
            raise _wrong(f"There are two columns for “{head[places[0]].strip()}”. Leave one of them.")
        if places:
            found[column] = places[0]
    if "email" not in found:
        raise _wrong(f"The first line must name the columns: {', '.join(COLUMNS)}. “E-mail” is missing.")
    return found


def _line(cells: list[str], columns: dict[str, int]) -> Line:
    typed = {
        column: in_one_line(cells[place])[:LONGEST_CELL]
        for column, place in columns.items()
        if place < len(cells)
    }
    return replace(Line(), **typed)


def _look_for_patients(number: int, line: Line) -> None:
    for each in fields(Line):
        try:
            guarding.check(
                _before_at(line.email) if each.name == "email" else getattr(line, each.name), field="file"
            )
        except CopError:
            raise _wrong(
                f"Line {number} has what looks like the number of a patient. Nothing was kept. Take it out and send "
                "the file again."
            ) from None


def _before_at(email: str) -> str:
    """What names a person in an address; whatever stands in its column that is none."""
    return email.partition("@")[0]


def _wrong(message: str) -> Invalid:
    return Invalid(message, field="file")
