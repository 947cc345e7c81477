"""Lists of people as spreadsheets save them."""

import pytest

from cop.accounts.commands.wave_files import COLUMNS, EXAMPLE, MOST_LINES, may_name_patient, read
from cop.errors import Invalid
from cop.models import Line

HEAD = "Name,E-mail,Organisation,Cohort\n"
ROWAN = Line(name="Rowan Ashdown", email="rowan@trust.example", organisation="Trust é", cohort="Cohort 1")
TEXT = HEAD + "Rowan Ashdown,rowan@trust.example,Trust é,Cohort 1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_as_spreadsheets_save_it(encoding, delimiter, ends):
    data = TEXT.replace(",", delimiter).replace("\n", ends).encode(encoding)
    assert read(data) == [(2, ROWAN)]


def test_lines_are_numbered_as_in_the_spreadsheet_and_empty_ones_left_out():
    found = read(b"e-mail\na@trust.example\n\n  \nb@trust.example\n")
    assert [(number, line.email) for number, line in found] == [
        (2, "a@trust.example"),
        (5, "b@trust.example"),
    ]


def test_columns_stand_in_any_order_under_other_names_and_others_are_left_alone():
    found = read(b"Phone,TRUST, Mail ,Full  name\n0000,RXP,rowan@trust.example,Rowan\n")
    assert found == [(2, Line(name="Rowan", email="rowan@trust.example", organisation="RXP"))]


@pytest.mark.parametrize("sign", list("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
def test_a_break_that_ends_no_line_stays_within_its_cell(sign):
    found = read(f"Name,E-mail\nRowan {sign}Ashdown,rowan@trust.example\nB,b@trust.example\n".encode())
    assert found == [
        (2, Line(name="Rowan Ashdown", email="rowan@trust.example")),
        (3, Line(name="B", email="b@trust.example")),
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_whatever_line_ends_a_program_has_lines_are_the_same(ends):
    assert read(TEXT.replace("\n", ends).encode()) == [(2, ROWAN)]


def test_cells_are_one_line_and_no_longer_than_they_may_be():
    (_, line) = read(b'Name,E-mail\n"Rowan\nAshdown",rowan@trust.example\n')[0]
    assert line.name == "Rowan Ashdown"
    assert len(read(b"Name,E-mail\n" + b"a" * 5_000 + b",b@trust.example")[0][1].name) == 200


def test_a_short_line_has_empty_cells():
    assert read(b"E-mail,Cohort,Set\nrowan@trust.example\n") == [(2, Line(email="rowan@trust.example"))]


def test_the_example_can_be_sent_as_it_is():
    rows = "\n".join(",".join(row) for row in (COLUMNS, *EXAMPLE))
    assert [line.sponsor for _, line in read(rows.encode())] == ["", "", "yes"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "“E-mail” is missing"),
        (b"Name,Cohort\nRowan,Cohort 1\n", "“E-mail” is missing"),
        (b"E-mail\n\n\n", "no line below"),
        (b"E-mail,Name,Email\na@trust.example,A,b@trust.example\n", "two columns"),
        (b"PK\x03\x04 and so on", "workbook"),
        (b"E-mail\nrowan\x81@trust.example\n", "can't be read as text"),
        (b"\xff\xfe\x00", "can't be read as text"),
        (b"E-mail\n" + b"a@trust.example\n" * (MOST_LINES + 1), "2,001 lines"),
    ],
)
def test_what_is_no_such_list_is_refused_with_what_to_do(data, said):
    with pytest.raises(Invalid) as refused:
        read(data)
    assert said in refused.value.message
    assert refused.value.field == "file"


@pytest.mark.parametrize("cell", ["999 000 1383", "9990001383@trust.example", "a@trust.example 999 000 1383"])
def test_a_patient_in_the_place_of_an_address_is_seen(cell):
    ((_, line),) = read(f"Name,E-mail\nA,{cell}\n".encode())
    assert may_name_patient(line)


def test_the_host_of_an_address_names_nobody():
    ((_, line),) = read(b"Name,E-mail\nA,a@x9990001383.example\n")
    assert not may_name_patient(line)


@pytest.mark.parametrize("column", ["Name", "Organisation", "Role", "Cohort", "Set", "Pair", "Sponsor"])
@pytest.mark.parametrize("number", ["999 000 1383", "DOB 01/02/1950"])
def test_a_patient_is_seen_in_each_column(column, number):
    lines = read(f"E-mail,{column}\na@trust.example,x\nb@trust.example,{number}\n".encode())
    assert [may_name_patient(line) for _, line in lines] == [False, True]
