"""docs/stories.md names tests that are there, or says that a feature is not."""

import re

from tests.documents import missing, named_in, words_of

WORDS = words_of("stories.md")
LINES = re.findall(r"^\| ([A-Z0-9–]*) \| .+ \| (.+) \|$", WORDS, re.MULTILINE)
ROLES = {"AL": 8, "CL": 6, "MO": 8, "ST": 8, "PS": 6, "BS": 6}


def test_each_story_of_a_role_has_its_line():
    told = [number for number, _ in LINES if number]
    expected = [f"{role}{number}" for role, most in ROLES.items() for number in range(1, most + 1)]
    assert [number for number in told if number[:2] in ROLES] == expected
    assert {number for number in told if number.startswith("EV")} == {"EV1–EV6", "EV7"}


def test_each_line_names_a_test_or_says_that_it_is_not_there_yet():
    assert [line for line in LINES if not named_in(line[1]) and "Not there yet" not in line[1]] == []


def test_each_test_that_is_named_exists():
    assert missing(WORDS) == []
