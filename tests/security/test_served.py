"""What is served is the site and nothing beside it: no debugging, no listing, no folder of sources, one charset."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
from flask import Flask, request
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser

from tests import people

BESIDE = [
    "/.git/config",
    "/.git/",
    "/static/.git/config",
    "/static/../.git/config",
    "/static/..%2f.git/config",
    "/static/%2e%2e/pyproject.toml",
    "/static",
    "/static/",
    "/cop/",
    "/tests/",
    "/docs/",
    "/console",
    "/openapi.json",
    "/metrics",
    "/server-status",
]
TEXTUAL = ("text/", "+xml", "/xml")


@pytest.mark.parametrize("path", BESIDE)
def test_there_is_no_listing_and_nothing_beside_the_site(client_for, ann, path: str) -> None:
    assert client_for(ann).get("/static/manifest.json", buffered=True).status_code == 200, "control"
    assert client_for(ann).get(path, buffered=True).status_code == 404


def test_no_variable_switches_debugging_on(served_with: Callable[..., Flask], monkeypatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    assert Flask("control").debug
    assert not served_with().debug


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "PATCH", "DELETE"])
def test_a_request_is_echoed_by_nothing(client_for, ann, method: str) -> None:
    browser = client_for(ann)
    for path in ("/", "/sign-in", "/healthz", "/static/manifest.json", "/policy-reports"):
        answer = browser.open(path, method=method, headers={"X-Canary": "canaryechozz"}, buffered=True)
        assert answer.status_code == 405, path
        assert "canaryechozz" not in answer.get_data(as_text=True)


def test_what_is_text_says_its_charset_and_every_answer_what_it_is(app: Flask, client_for, world) -> None:
    browser = client_for(world.ann)
    paths = [
        "/",
        "/nothing",
        "/healthz",
        "/static/manifest.json",
        "/socket.io/?EIO=4",
        "/directory",
        "/search?q=x",
    ]
    for path in [*paths, f"/static/{_built(app, '.js')}", f"/static/{_built(app, '.css')}"]:
        answer = browser.get(path, buffered=True)
        kind = answer.headers["Content-Type"]
        if any(word in kind.partition(";")[0] for word in TEXTUAL):
            assert "charset=utf-8" in kind.lower(), path
        assert kind.startswith(
            ("text/html", "text/plain", "application/json", "text/javascript", "text/css")
        ), kind


def _built(app: Flask, ending: str) -> str:
    manifest = json.loads((Path(str(app.static_folder)) / "manifest.json").read_text(encoding="utf-8"))
    return next(name for name in manifest.values() if name.endswith(ending))


def test_no_answer_lets_another_site_read_it(client_for, ann) -> None:
    """There is no CORS: an Origin changes nothing, and nobody is named as allowed."""
    browser = client_for(ann)
    for path in ("/", "/sign-in", "/static/manifest.json", "/nothing", "/healthz"):
        for origin in ("https://evil.example", "null", "http://localhost"):
            answer = browser.get(path, headers={"Origin": origin}, buffered=True)
            assert not [name for name, _ in answer.headers if name.lower().startswith("access-control-")]
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = browser.options("/sign-out", headers=asked)
    assert not [name for name, _ in answer.headers if name.lower().startswith("access-control-")]


def test_everything_is_asked_of_the_server_as_it_came(app: Flask, client_for, world) -> None:
    """What stands in an address is decoded once: what is encoded twice is no other thing's address."""
    browser = client_for(world.bob)
    assert browser.get("/spaces/cohort%2D1").status_code == 200
    assert browser.get("/spaces/cohort%252D1").status_code == 404
    with app.test_client() as asking:
        asking.get("/sign-in?next=%252F%252Fevil.example")
        assert request.args["next"] == "%2F%2Fevil.example"
    line = {"text": "100%25 &amp; &lt;b&gt; %3Cb%3E", "key": people.key()}
    assert people.post(browser, "/spaces/cohort-1/chat", line).status_code == 303
    page = browser.get("/spaces/cohort-1/chat").get_data(as_text=True)
    assert "%3Cb%3E" in page
    assert "<b>" not in page


def test_a_new_installation_has_no_account(sqlite: Path) -> None:
    with closing(connect(sqlite)) as database:
        assert database.execute("SELECT count(*) FROM person").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM appointment").fetchone() == (0,)


SMUGGLED = {
    "a length and chunks": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
    "two lengths": b"Content-Length: 4\r\nContent-Length: 5\r\n",
    "a length with a sign": b"Content-Length: +4\r\n",
    "a space before the colon": b"Content-Length : 4\r\n",
    "chunks, nearly": b"Transfer-Encoding: xchunked\r\n",
    "chunks twice": b"Transfer-Encoding: chunked, chunked\r\n",
    "a folded line": b"X-A: b\r\n Content-Length: 4\r\n",
}


def requests_in(said: bytes) -> list[str]:
    """The paths of what the server's own parser takes for requests, by its settings as `cop serve` leaves them."""
    return [each.path for each in RequestParser(Config(), iter([said]), ("127.0.0.1", 1))]


@pytest.mark.parametrize("how", SMUGGLED)
def test_no_second_request_is_smuggled_in(how: str) -> None:
    plain = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n0\r\n\r"
    assert requests_in(plain) == ["/a"], "control"
    with pytest.raises(ParseException):
        requests_in(
            b"POST /a HTTP/1.1\r\nHost: x\r\n" + SMUGGLED[how] + b"\r\n0\r\n\r\nGET /b HTTP/1.1\r\n\r\n"
        )
