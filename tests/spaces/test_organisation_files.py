"""Lists of organisations as spreadsheets save them. How any table is read: tests/accounts/test_wave_files.py."""

import pytest

from cop.errors import Invalid
from cop.spaces.commands import OrganisationRow, organisation_files, read_organisations, table_of
from cop.spaces.commands.organisation_files import COLUMNS, EXAMPLE, MOST_LINES


def test_columns_stand_in_any_order_under_other_names_and_others_are_left_alone():
    found = read_organisations("Phone;Trust;ODS code\n0000;Trust é;X01\n".encode("cp1252"))
    assert found == [(2, OrganisationRow("X01", "Trust é"))]


def test_the_example_can_be_sent_as_it_is():
    rows = "\n".join(",".join(row) for row in (COLUMNS, *EXAMPLE))
    assert [row.successor for _, row in read_organisations(rows.encode())] == ["", "", "X01"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "“Code” is missing"),
        (b"Name\nTeasel Vale\n", "“Code” is missing"),
        (b"Code\n\n", "no line below"),
        (b"Code\n" + b"X01\n" * (MOST_LINES + 1), "1,001 lines"),
        (b"Code,Name\nX01,x\nX02,999 000 1383\n", "Line 3 has what looks like the number of a patient"),
    ],
)
def test_what_is_no_such_list_is_refused_with_what_to_do(data, said):
    with pytest.raises(Invalid) as refused:
        read_organisations(data)
    assert said in refused.value.message
    assert refused.value.field == "file"


def test_what_would_not_go_with_its_page_is_to_be_sent_in_parts(monkeypatch):
    lines = read_organisations(b"Code,Name\nX01,Teasel Vale\n")
    assert table_of(lines)
    monkeypatch.setattr(organisation_files, "LONGEST", 20)
    with pytest.raises(Invalid, match="in parts"):
        table_of(lines)
