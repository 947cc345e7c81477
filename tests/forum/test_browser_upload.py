"""How a page sends a file in pieces (static/src/forum/upload.js); its own tests run in Node.js."""

from pathlib import Path

from tests.nodejs import passes


def test_a_file_goes_on_where_it_was_cut_off():
    passes(Path(__file__).with_name("upload.test.mjs"))
