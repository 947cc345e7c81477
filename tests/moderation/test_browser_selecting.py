"""Words that a moderator marks, in the page's own module."""

from pathlib import Path

from tests.nodejs import passes


def test_what_is_marked_is_put_into_the_field():
    passes(Path(__file__).with_name("selecting.test.mjs"))
