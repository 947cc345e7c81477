"""The line of a page is a pure state machine (static/src/live/line.js); its own tests run in Node.js."""

from pathlib import Path

from tests.nodejs import passes


def test_the_line_says_what_it_knows_and_no_more():
    passes(Path(__file__).with_name("line.test.mjs"))
