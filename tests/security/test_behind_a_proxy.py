"""Behind a proxy a request comes from where the proxy says, and from nowhere that its sender says (S13, S27)."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask, request

from cop import live
from tests import people
from tests.accounts.letterbox import give_password
from tests.people import World

PROXY = {"REMOTE_ADDR": "127.0.0.1"}


def through(said: str, seen: str) -> dict[str, str]:
    """What the proxy passes on of a request from `seen` whose sender wrote `said` into it."""
    return {"X-Forwarded-For": f"{said}, {seen}", "X-Real-IP": said, "Forwarded": f"for={said}"}


@pytest.fixture
def behind(served_with: Callable[..., Flask]) -> Flask:
    return served_with(proxies=1)


def test_no_header_gives_more_tries(behind: Flask, world: World) -> None:
    give_password(world.bob)

    def tried(said: str, seen: str, password: str = "not the password") -> int:
        form = {"email": world.bob.email, "password": password}
        answer = people.post(
            behind.test_client(), "/sign-in", form, headers=through(said, seen), environ_base=PROXY
        )
        return answer.status_code

    statuses = [tried(f"203.0.113.{number}", "198.51.100.7") for number in range(11)]
    assert statuses == [422] * 10 + [429]
    assert tried("198.51.100.7", "198.51.100.8", people.PASSWORD) == 303, "the control: another place is one"


def test_a_live_connection_is_counted_where_it_comes_from(
    behind: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What corrects the address stands outside of the live server, which would otherwise see the proxy alone."""
    seen: list[str] = []

    def note(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        seen.append(environ["REMOTE_ADDR"])
        start_response("200 OK", [])
        return [b""]

    monkeypatch.setattr(live.hub._arrivals, "request", note)
    headers = through("203.0.113.1", "198.51.100.7") | {"Origin": "http://localhost"}
    address = "/socket.io/?EIO=4&transport=polling"
    assert behind.test_client().get(address, headers=headers, environ_base=PROXY).status_code == 200
    assert seen == ["198.51.100.7"]


def test_no_header_makes_another_host_or_a_page_of_https(behind: Flask) -> None:
    """The proxy's own word of HTTPS comes last, behind what was said to it."""
    said = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Prefix": "/evil",
        "X-Forwarded-Port": "444",
        "X-Forwarded-Proto": "https, http",
        "X-Forwarded-Ssl": "on",
        "X-Forwarded-Scheme": "https",
    }
    with behind.test_client() as browser:
        answer = browser.get("/", headers=said | through("x", "198.51.100.7"), environ_base=PROXY)
        assert (request.scheme, request.host) == ("http", "localhost")
    assert answer.headers["Location"] == "/sign-in?next=/"
    assert "evil" not in behind.test_client().get("/sign-in", headers=said).get_data(as_text=True)
