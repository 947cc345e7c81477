"""What the page of a meeting asks for and says is pure (static/src/meetings); its own tests run in Node.js."""

from pathlib import Path

from tests.nodejs import passes


def test_what_a_page_asks_for_and_what_its_clock_says():
    passes(Path(__file__).parent / "news.test.mjs")
