"""Pages and built files come small; a page that another site asks for shows nothing by its length (BREACH)."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cop.config import Settings
from cop.web import compression

ACCEPTED = {"Accept-Encoding": "gzip, deflate, br, zstd"}
FILES = {
    "app-1A2B3C4D.css": b".cop-line { color: teal; } " * 40,
    "manifest.json": b'{"app.css": "app-1A2B3C4D.css"}',
}


@pytest.fixture
def built(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as static/build.mjs leaves it."""
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "app-1A2B3C4D.css.br").write_bytes(b"the smallest")
    (tmp_path / "app-1A2B3C4D.css.gz").write_bytes(gzip.compress(FILES["app-1A2B3C4D.css"]))
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    return tmp_path


def file(app: Flask, name: str, **headers: str) -> TestResponse:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().get(f"/static/{name}", headers=ACCEPTED | given, buffered=True)


def page(app: Flask, **headers: str) -> TestResponse:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().get("/sign-in", headers=ACCEPTED | given)


def test_a_page_is_compressed_for_a_browser_that_takes_it(app: Flask, world):
    plain, small = app.test_client().get("/sign-in"), page(app)

    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data) / 2
    assert b"<h1" in gzip.decompress(small.data)
    for each in (plain, small):
        assert {"Accept-Encoding", "Cookie"} <= set(each.vary)


@pytest.mark.parametrize("refused", ["", "identity", "gzip;q=0", "br"])
def test_a_page_is_sent_as_it_is_to_who_takes_no_gzip(app: Flask, world, refused: str):
    assert "Content-Encoding" not in page(app, Accept_Encoding=refused).headers


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_page_that_its_reader_asks_for_is_compressed(app: Flask, world, site: str):
    response = page(app, Sec_Fetch_Site=site)

    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_that_another_site_asks_for_is_compressed_by_nobody(app: Flask, world, site: str):
    response = page(app, Sec_Fetch_Site=site)

    assert response.status_code == 200
    assert "Content-Encoding" not in response.headers
    assert response.cache_control.no_transform
    assert response.cache_control.no_store


def test_behind_a_proxy_pages_are_left_to_it_but_those_that_another_site_asks_for(
    app: Flask, settings: Settings
):
    behind = Flask("behind")
    behind.add_url_rule("/", view_func=lambda: "<p>words</p>" * 1_000)
    compression.start(behind, replace(settings, proxies=1))
    browser = behind.test_client()

    assert "Content-Encoding" not in browser.get("/", headers=ACCEPTED).headers
    asked = browser.get("/", headers=ACCEPTED | {"Sec-Fetch-Site": "cross-site"})
    assert asked.cache_control.no_transform


def test_a_built_file_comes_as_small_as_it_is_taken(app: Flask, world, built: Path):
    content = FILES["app-1A2B3C4D.css"]
    for accepted, encoding, body in (
        ("gzip, br", "br", b"the smallest"),
        ("gzip", "gzip", gzip.compress(content)),
        ("br;q=0", None, content),
    ):
        sent = file(app, "app-1A2B3C4D.css", Accept_Encoding=accepted)
        assert sent.headers.get("Content-Encoding") == encoding
        assert sent.data == body
        assert sent.mimetype == "text/css"


def test_a_fingerprinted_file_is_kept_for_a_year_whoever_asks(app: Flask, world, built: Path):
    sent = file(app, "app-1A2B3C4D.css", Sec_Fetch_Site="cross-site")

    assert sent.cache_control.public
    assert sent.cache_control.immutable
    assert sent.cache_control.max_age == 365 * 24 * 3600
    assert not sent.cache_control.no_transform
    assert "Accept-Encoding" in sent.vary
    assert not file(app, "manifest.json").cache_control.immutable


@pytest.mark.parametrize("name", ["none.css", "../pyproject.toml", "app-1A2B3C4D.css.zst"])
def test_nothing_else_is_there(app: Flask, world, built: Path, name: str):
    assert file(app, name).status_code == 404


def test_what_is_built_carries_fingerprints_and_lies_there_compressed(app: Flask, world):
    folder = Path(str(app.static_folder))
    for name in json.loads((folder / "manifest.json").read_text(encoding="utf-8")).values():
        sent = file(app, name)
        assert sent.cache_control.immutable
        assert ("Content-Encoding" in sent.headers) == (folder / f"{name}.br").exists()
        assert (folder / f"{name}.br").exists() or (folder / name).stat().st_size < 1_000
