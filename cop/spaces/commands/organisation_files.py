"""The file of a list of organisations: a table as a spreadsheet saves it, read into lines, and written again."""

import csv
from collections.abc import Sequence
from dataclasses import astuple
from io import StringIO

from cop import tables
from cop.spaces.commands.organisations import OrganisationRow

MOST_LINES = 1_000
LONGEST = 250_000
"""Characters of a list that goes with its page, between looking at it and entering it."""

HEADS = {
    "code": ("code", "ods code", "ods_code"),
    "name": ("name", "organisation", "organization", "trust"),
    "town": ("town", "city"),
    "region": ("region",),
    "kind": ("kind", "type"),
    "successor": ("successor", "taken in by"),
}
"""What the columns may be called; any others are left alone."""

COLUMNS = ("Code", "Name", "Town", "Region", "Kind", "Successor")
EXAMPLE = (
    ("X01", "Teasel Vale Hospitals", "Teasel", "North West", "acute", ""),
    ("X02", "Marlfield Community Trust", "Marlfield", "Midlands", "community", ""),
    ("X03", "Old Teasel Infirmary", "Teasel", "North West", "acute", "X01"),
)

ORGANISATIONS = tables.Kind(HEADS, COLUMNS, needed=("code", "Code"), most=MOST_LINES)

Lines = Sequence[tuple[int, OrganisationRow]]
"""With their numbers, as a spreadsheet counts them."""


def read_organisations(data: bytes) -> Lines:
    """Raises Invalid (field `file`) for what is no such table, and where a cell has what may tell who a patient is."""
    lines = [
        (number, OrganisationRow(**{"code": "", "name": ""} | cells))
        for number, cells in tables.read(data, ORGANISATIONS)
    ]
    for number, row in lines:
        tables.look_for_patients(number, astuple(row))
    return lines


def table_of(lines: Lines) -> str:
    """The lines as a table, each at its number, that `read_organisations` reads as the same ones. Raises Invalid."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    last = 1
    for number, row in lines:
        text.write("\r\n" * (number - last - 1))
        writer.writerow(astuple(row))
        last = number
    if text.tell() > LONGEST:
        raise tables.wrong("This list is too long to be looked at in one. Send it in parts.")
    return text.getvalue()
