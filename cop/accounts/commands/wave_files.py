"""The file of a wave: a table as a spreadsheet saves it, read into lines."""

import re
from dataclasses import fields

from cop import tables
from cop.models import Line

MOST_LINES = 2_000

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

_ADDRESS = re.compile(r"[^@\s]+@[A-Za-z0-9.-]+\.[A-Za-z][A-Za-z0-9-]*")

PEOPLE = tables.Kind(HEADS, COLUMNS, needed=("email", "E-mail"), most=MOST_LINES)


def read(data: bytes) -> list[tuple[int, Line]]:
    """The lines with their numbers, as a spreadsheet counts them.

    Raises Invalid (field `file`) for what is no such table.
    """
    return [(number, Line(**cells)) for number, cells in tables.read(data, PEOPLE)]


def may_name_patient(line: Line) -> bool:
    """Whether a cell has what may tell who a patient is, hosts of addresses aside. Of such a line nothing is kept."""
    cells = {each.name: getattr(line, each.name) for each in fields(line)}
    return tables.may_name_patient((cells | {"email": _before_at(line.email)}).values())


def _before_at(email: str) -> str:
    """What names a person in an address; all that stands in its column where that is none."""
    return email.partition("@")[0] if _ADDRESS.fullmatch(email) else email
