"""docs/register.md tells of each fact of the two programmes where it is and what shows it, or that it is not there."""

import re

from flask import Flask

from tests.documents import missing, named_in, words_of

WORDS = words_of("register.md")
LINES = re.findall(r"^\| ([AB]\d\d) \| ([CDPT]) \| (.+?) \| (.*?) \| (.+) \|$", WORDS, re.MULTILINE)
NOT_YET = "Not there yet"


def test_each_fact_has_its_line():
    expected = [
        f"{source}{number:02}" for source, most in (("A", 32), ("B", 35)) for number in range(1, most + 1)
    ]
    assert [number for number, *_ in LINES] == expected


def test_each_line_names_a_test_or_says_that_it_is_not_there_yet():
    assert [each for each in LINES if not named_in(each[-1]) and NOT_YET not in each[-1]] == []


def test_the_test_of_a_capability_carries_its_number():
    built = [each for each in LINES if each[1] == "C" and not each[-1].startswith(NOT_YET)]
    assert len(built) > 10, "control"
    wrong = [
        number
        for number, _, _, _, shown in built
        if not any(re.search(rf"_{number.lower()}_", name) for _, name in named_in(shown))
    ]
    assert wrong == []


def test_each_test_that_is_named_exists():
    assert missing(WORDS) == []


def test_each_page_that_is_named_is_there(app: Flask):
    """What is not there yet has no page; whatever else has one says so."""
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    named = {page for _, _, _, pages, _ in LINES for page in re.findall(r"`([^`]+)`", pages)}
    assert len(named) > 10, "control"
    assert named - rules == set()
    assert [each[0] for each in LINES if each[-1].startswith(NOT_YET) and each[3]] == []
    assert [
        each[0] for each in LINES if each[1] == "C" and not each[-1].startswith(NOT_YET) and not each[3]
    ] == []
