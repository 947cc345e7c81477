"""docs/security.md goes through all attacks and mistakes of others, and names tests that are there."""

import re
from pathlib import Path

from tests.documents import missing, named_in, words_of

HERE = Path(__file__).parent
WORDS = words_of("security.md")
ATTACKS = dict(re.findall(r"^\| S(\d+) \|(.+)$", WORDS, re.MULTILINE))
MISTAKES = dict(re.findall(r"^\| (\d+) \|(.+)$", WORDS, re.MULTILINE))
KEPT_OF_ITS_OWN = {"test_documented.py"}

ABSENT = re.compile(r"\bThere is no\b|\bThere are no\b")
"""What a row says that names no test: of what is not there nothing can be attacked."""


def test_each_attack_and_each_mistake_has_its_row():
    assert list(ATTACKS) == [str(number) for number in range(1, 47)]
    assert list(MISTAKES) == [str(number) for number in range(1, 43)]


def test_each_row_names_a_test_or_says_what_is_not_there():
    rows = ATTACKS | {f"mistake {number}": row for number, row in MISTAKES.items()}
    silent = [number for number, row in rows.items() if not named_in(row) and not ABSENT.search(row)]
    assert silent == []


def test_each_test_that_is_named_exists():
    assert missing(WORDS) == []


def test_each_file_of_attacks_stands_in_a_row():
    named = {path.rpartition("/")[2] for path, _ in named_in(WORDS) if path.startswith("tests/security/")}
    assert {path.name for path in HERE.glob("test_*.py")} - KEPT_OF_ITS_OWN - named == set()
