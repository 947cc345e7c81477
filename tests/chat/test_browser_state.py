"""What the page knows of a room is a pure function (static/src/chat/state.js); its own tests run in Node.js."""

from pathlib import Path

from tests.nodejs import passes

HERE = Path(__file__).parent


def test_the_pages_knowledge_of_a_room():
    passes(HERE / "state.test.mjs")


def test_a_line_keeps_its_key_however_often_it_is_sent():
    passes(HERE / "outbox.test.mjs")


def test_whether_somebody_looks_at_the_page():
    passes(HERE / "looking.test.mjs")
