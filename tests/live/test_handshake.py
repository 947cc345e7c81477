"""Who gets a socket at all: this site's own pages, signed in, with the page's token, over either transport (S6)."""

import pytest
import requests
import websocket
from socketio.exceptions import ConnectionError as Refused

from tests.live.conftest import PATIENCE, Server

TRANSPORTS = ("websocket", "polling")
FOREIGN = (
    "https://evil.example",
    "null",
    "http://127.0.0.1",
    "http://127.0.0.1.evil.example",
    "https://127.0.0.1",
)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_page_of_this_site_is_connected(transport: str, server: Server, page_of):
    page = page_of(server.world.bob, transport).connect()

    assert page.client.transport() == transport
    assert page.ask("live:ping") == {"ok": True}


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("origin", [*FOREIGN, None])
def test_another_origin_and_none_are_refused(transport: str, origin: str | None, server: Server, page_of):
    page = page_of(server.world.bob, transport)

    with pytest.raises(Refused):
        page.connect(origin=origin)
    assert page.connect().ask("live:ping")["ok"]


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize(
    "auth", [None, {}, {"csrf": None}, {"csrf": ""}, {"csrf": "a" * 90}, {"csrf": 1}, ["csrf"]]
)
def test_without_the_pages_token_it_is_refused(transport: str, auth, server: Server, page_of):
    page = page_of(server.world.bob, transport)

    with pytest.raises(Refused):
        page.connect(auth=auth)
    assert not page.client.connected


def test_another_persons_token_is_refused(server: Server, page_of):
    bobs, anns = page_of(server.world.bob), page_of(server.world.ann)

    with pytest.raises(Refused):
        bobs.connect(auth={"csrf": anns.csrf})
    assert anns.connect().ask("live:ping")["ok"]


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_without_a_sign_in_it_is_refused(transport: str, server: Server, page_of):
    nobody, bob = page_of(None, transport), page_of(server.world.bob, transport)
    nobody.csrf = bob.csrf

    with pytest.raises(Refused):
        nobody.connect()


def handshake(server: Server, query: str = "", **headers: str) -> requests.Response:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    address = f"{server.url}/socket.io/?EIO=4&transport=polling{query}"
    return requests.get(address, headers=names, cookies=server.cookie_of(server.world.bob), timeout=PATIENCE)


def test_a_get_without_origin_says_that_it_is_same_origin(server: Server):
    assert handshake(server, Sec_Fetch_Site="same-origin").status_code == 200
    for site in ("cross-site", "same-site", "none"):
        assert handshake(server, Sec_Fetch_Site=site).status_code == 403
    assert handshake(server).status_code == 403


@pytest.mark.parametrize("query", ["&j=0", "&j=1", "&j", "&%6A=0"])
def test_a_script_element_reads_nothing(query: str, server: Server):
    assert handshake(server, query, Origin=server.url).status_code == 403
    assert handshake(server, "&t=abc", Origin=server.url).status_code == 200


def test_a_forwarded_host_is_no_origin(server: Server):
    spoofed = {
        "Origin": "https://evil.example",
        "X_Forwarded_Host": "evil.example",
        "X_Forwarded_Proto": "https",
    }

    assert handshake(server, **spoofed).status_code == 403


@pytest.mark.parametrize("origin", [*FOREIGN, None])
def test_an_upgrade_needs_the_origin(origin: str | None, server: Server):
    address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    cookie = "; ".join(f"{name}={value}" for name, value in server.cookie_of(server.world.bob).items())
    header = {"Sec-Fetch-Site": "same-origin"}
    with pytest.raises(websocket.WebSocketBadStatusException) as refusal:
        websocket.create_connection(
            address,
            origin=origin,
            suppress_origin=origin is None,
            cookie=cookie,
            header=header,
            timeout=PATIENCE,
        )
    assert refusal.value.status_code == 403

    opened = websocket.create_connection(address, origin=server.url, cookie=cookie, timeout=PATIENCE)
    assert opened.recv().startswith("0{")
    opened.close()


def test_what_the_handshake_answers_carries_the_sites_headers(server: Server):
    for response in (handshake(server), handshake(server, Origin=server.url)):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in response.headers or (
            response.headers["Access-Control-Allow-Origin"] == server.url
        )
