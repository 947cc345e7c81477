"""docs/promises.md names P1 to P6 and tests that are there; every fault that is tested stands behind a promise."""

import re
from pathlib import Path

from tests.documents import missing, named_in, words_of

HERE = Path(__file__).parent
WORDS = words_of("promises.md")
KEPT_OF_ITS_OWN = {"test_checker.py", "test_faultproxy.py", "test_promises.py"}


def test_each_promise_names_its_tests():
    sections = re.split(r"^## ", WORDS, flags=re.MULTILINE)[1:]
    promises = [section for section in sections if re.match(r"P\d ", section)]
    assert [section[:2] for section in promises] == ["P1", "P2", "P3", "P4", "P5", "P6"]
    assert all("`tests/faults/" in section for section in promises)


def test_each_test_that_is_named_exists():
    assert missing(WORDS) == []


def test_each_fault_stands_behind_a_promise():
    named = {path.rpartition("/")[2] for path, _ in named_in(WORDS)}
    assert {path.name for path in HERE.glob("test_*.py")} - KEPT_OF_ITS_OWN <= named
