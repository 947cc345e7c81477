"""What a page knows of lists and of drafts are pure functions (static/src/forum); their own tests run in Node.js."""

from pathlib import Path

from tests.nodejs import passes

HERE = Path(__file__).parent


def test_what_enter_does_in_a_list():
    passes(HERE / "lists.test.mjs")


def test_which_text_a_page_goes_on_with():
    passes(HERE / "keeping.test.mjs")
