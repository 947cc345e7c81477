"""What a file is called: one line, nothing hidden in it, its ending kept (S16, S30)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.files import clean_name
from cop.files.names import LONGEST


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Costing 2026.xlsx", "Costing 2026.xlsx"),
        ("Übersicht – März.pdf", "Übersicht – März.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\Users\ann\plan.docx", "plan.docx"),
        ("holiday\u202egnp.exe", "holiday gnp.exe"),
        ("a\0b\r\nSet-Cookie: x.txt", "a b Set-Cookie_ x.txt"),
        ('quo"te<b>.png', "quo_te_b_.png"),
        ("CON.txt", "_CON.txt"),
        ("con", "_con"),
        ("annul.txt", "annul.txt"),
        ("console.txt", "console.txt"),
        (".htaccess", "htaccess"),
        ("  spaced   out .csv", "spaced out.csv"),
        ("", "file"),
        ("\u200b\u2066", "file"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_a_name_shows_all_that_is_in_it(sent: str, shown: str) -> None:
    assert clean_name(sent) == shown


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_name("x" * 4096 + ".docx")
    assert len(name) == LONGEST
    assert name.endswith("x.docx")
    assert len(clean_name("y" * 4096)) == LONGEST


@given(st.text(max_size=300))
def test_whatever_is_sent_a_name_is_clean_and_stays_so(sent: str) -> None:
    name = clean_name(sent)
    assert name
    assert len(name) <= LONGEST + 1
    assert name.isprintable()
    assert not set('/\\:*?"<>|') & set(name)
    assert clean_name(name) == name
