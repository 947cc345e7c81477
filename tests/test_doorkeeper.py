"""The outermost layer: headers on everything (S4), and who may open a live connection (S6)."""

import pytest
from flask import Flask

from cop.web import doorkeeper

SOCKET = "/socket.io/?EIO=4&transport=polling"


@pytest.mark.parametrize("path", ["/", "/nothing-here", SOCKET, "/healthz", "/static/none.css"])
def test_every_response_carries_the_headers(app: Flask, world: object, path: str) -> None:
    response = app.test_client().get(path)
    for name, value in doorkeeper.HEADERS:
        assert response.headers[name] == value
    assert "Strict-Transport-Security" not in response.headers  # the tests' own address is not https


def test_pages_have_a_strict_policy_with_a_fresh_nonce(app: Flask, world: object) -> None:
    policies = {app.test_client().get("/nothing-here").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3
    for each in policies:
        assert "default-src 'none'" in each
        assert "script-src 'self';" in each
        assert "unsafe" not in each
        assert {
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "connect-src 'self'",
        } <= set(each.split("; "))


def test_pages_are_not_kept_by_caches(app: Flask, world: object) -> None:
    response = app.test_client().get("/nothing-here")
    assert response.headers["Cache-Control"] == "no-store"
    assert "Cookie" in response.headers["Vary"]


ADMITTED = [
    ("GET", SOCKET, {"Origin": "http://localhost"}),
    ("GET", SOCKET, {"Sec-Fetch-Site": "same-origin"}),
    ("POST", f"{SOCKET}&sid=x", {"Origin": "http://localhost"}),
]
REFUSED = [
    ("GET", SOCKET, {}),
    ("GET", SOCKET, {"Sec-Fetch-Site": "cross-site"}),
    ("GET", SOCKET, {"Sec-Fetch-Site": "none"}),
    ("GET", SOCKET, {"Origin": "http://localhost.evil.example"}),
    ("GET", SOCKET, {"Origin": "http://evillocalhost"}),
    ("GET", SOCKET, {"Origin": "http://evil.example/http://localhost"}),
    ("GET", SOCKET, {"Origin": "https://localhost"}),
    ("GET", SOCKET, {"Origin": "null"}),
    ("GET", SOCKET, {"Origin": ""}),
    ("GET", SOCKET, {"Origin": "http://evil.example", "X-Forwarded-Host": "evil.example"}),
    ("GET", f"{SOCKET}&j=0", {"Origin": "http://localhost"}),
    ("GET", f"{SOCKET}&j", {"Sec-Fetch-Site": "same-origin"}),
    ("POST", f"{SOCKET}&sid=x", {"Sec-Fetch-Site": "same-origin"}),
    ("GET", SOCKET, {"Sec-Fetch-Site": "same-origin", "Upgrade": "websocket"}),
]


@pytest.mark.parametrize(("method", "path", "headers"), ADMITTED)
def test_our_own_pages_may_connect(app: Flask, method: str, path: str, headers: dict[str, str]) -> None:
    assert app.test_client().open(path, method=method, headers=headers).status_code != 403


@pytest.mark.parametrize(("method", "path", "headers"), REFUSED)
def test_others_may_not(app: Flask, method: str, path: str, headers: dict[str, str]) -> None:
    assert app.test_client().open(path, method=method, headers=headers).status_code == 403
