"""What one client may ask for, and what becomes of one that asks for more (F8, S27)."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import requests
import websocket

from cop.live.bounds import BURST, MOST_AT_THE_DOOR, MOST_SEATS
from cop.live.farewells import FAREWELLS
from tests import people
from tests.live.conftest import PATIENCE, ROOT, Page, Server

TRANSPORTS = ("websocket", "polling")
CLOSE_BEFORE = 10


@pytest.fixture
def line(server: Server, page_of: Callable[..., Page]) -> Iterator[Callable[..., Any]]:
    """A bare WebSocket of Bob's, signed in unless told otherwise: what no honest client sends can be sent on it."""
    with _lines(server, page_of(server.world.bob)) as connect:
        yield connect


@pytest.fixture
def hostile_line(server: Server, page_of: Callable[..., Page]) -> Iterator[Callable[..., Any]]:
    """The same of Mallory's, whose allowance no other test needs: floods and large packets use it up for seconds."""
    with _lines(server, page_of(server.world.mallory)) as connect:
        yield connect


@contextmanager
def _lines(server: Server, page: Page) -> Iterator[Callable[..., Any]]:
    opened = []
    csrf = page.csrf
    cookie = "; ".join(f"{name}={value}" for name, value in page.browser.cookies.items())

    def connect(*, signs_in: bool = True, **options: Any) -> websocket.WebSocket:
        address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        made = websocket.create_connection(
            address, origin=server.url, cookie=cookie, timeout=PATIENCE, **options
        )
        opened.append(made)
        assert made.recv().startswith("0{")
        if signs_in:
            made.send("40" + json.dumps({"csrf": csrf}))
            assert made.recv().startswith("40{")
        return made

    try:
        yield connect
    finally:
        for each in opened:
            each.shutdown()


def heard_until_closed(line: websocket.WebSocket) -> list[str]:
    """Everything until the server closes."""
    packets = []
    with suppress(websocket.WebSocketConnectionClosedException, ConnectionError):
        while True:
            packets.append(line.recv())
            if packets[-1] == "":
                break
    return packets


def closing(reason: str) -> str:
    return f'42["live:closing",{{"reason":"{reason}"}}]'


def asked(line: websocket.WebSocket, packet: str, opening: str = "43") -> str:
    line.send(packet)
    while not (answer := line.recv()).startswith(opening):
        continue
    return answer


def test_every_reason_is_documented():
    document = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")

    assert [each.reason for each in FAREWELLS if f"`{each.reason}`" not in document] == []


@pytest.fixture(scope="module")
def full_room(server: Server) -> dict[str, Any]:
    """A room whose newest page is large; returns its last line."""
    page = Page(server, server.world.ann, "websocket").connect()
    for _ in range(15):
        said = page.say("x" * 1_900)["message"]
    page.close()
    return said


def test_who_does_not_read_is_closed_and_others_do_not_notice(server: Server, full_room, page_of, line):
    """The reader's own buffer is small, so that a few hundred answers fill what the kernel holds on both sides."""
    slow = line(sockopt=((socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192),))
    anns = page_of(server.world.ann).connect()
    with suppress(ConnectionError, websocket.WebSocketException):
        for number in range(250):
            slow.send(f'42{number}["room:open",{{"space":"cohort-1"}}]')
            time.sleep(0.1)
            if number % 10 == 0:
                assert anns.ask("live:ping")["ok"]
        pytest.fail("a socket that reads nothing was never closed")
    again = page_of(server.world.bob).connect()
    missed = again.ask("room:open", space="cohort-1", after=full_room["changed"] - 1)
    assert missed["messages"][-1]["id"] == full_room["id"]


def test_who_polls_no_more_is_closed_as_well(server: Server, full_room, page_of):
    page = page_of(server.world.bob, "polling")
    auth, browser = json.dumps({"csrf": page.csrf}), page.browser
    browser.headers["Origin"] = server.url
    address = f"{server.url}/socket.io/?EIO=4&transport=polling"
    address += "&sid=" + json.loads(browser.get(address, timeout=PATIENCE).text[1:])["sid"]
    browser.post(address, data=f"40{auth}", timeout=PATIENCE)
    assert browser.get(address, timeout=PATIENCE).text.startswith("40{")
    asked = [f'42{number}["room:open",{{"space":"cohort-1"}}]' for number in range(60)]
    answers = [browser.post(address, data=each, timeout=PATIENCE).status_code for each in asked]

    assert answers[0] == 200
    assert answers[-1] == 400
    assert set(answers) == {200, 400}
    assert browser.get(address, timeout=PATIENCE).status_code == 400
    assert page.connect().ask("live:ping")["ok"]


def test_a_new_tab_always_works_and_the_oldest_is_told_that_it_makes_room(server: Server, line):
    first, *others = [line() for _ in range(MOST_SEATS)]
    assert asked(first, '421["live:ping",{}]') == '431[{"ok":true}]'
    newest = line()

    assert closing("too_many") in heard_until_closed(first)
    for each in (newest, *others):
        assert asked(each, '421["live:ping",{}]') == '431[{"ok":true}]'


def test_too_many_events_are_refused_with_a_word_and_then_the_socket_is_closed(
    server: Server, page_of, hostile_line
):
    hasty, anns = hostile_line(), page_of(server.world.ann).connect()
    for number in range(BURST + 20):
        hasty.send(f'42{number}["live:ping",{{}}]')
    answers = [hasty.recv() for _ in range(BURST + 20)]
    refused = [each for each in answers if '"too_fast"' in each]
    assert 5 <= len(refused) < BURST
    with suppress(ConnectionError, websocket.WebSocketException):
        for number in range(600):
            hasty.send(f'42{number}["live:ping",{{}}]')

    assert closing("too_fast") in heard_until_closed(hasty)
    assert anns.ask("live:ping")["ok"]


@pytest.mark.parametrize(
    "packet",
    [
        '421["room:open",' + "[" * 2_000 + "]" * 2_000 + "]",
        '421["room:open",{"a":' * 20,
        '42/",' + "[" * 5_000 + "]" * 5_000,
        '42/",1["room:open",' + "[" * 500 + "]" * 500 + "]",
        "42" + "[" * 7 + '\\"' * 10_000,
        "42[not json",
        "42{}",
        "42[]",
        "421[7]",
        "44{}",
        "4299999999999999999999999999",
    ],
)
def test_what_cannot_be_understood_ends_its_own_connection_alone(
    packet: str, server: Server, page_of, hostile_line
):
    odd, anns = hostile_line(), page_of(server.world.ann).connect()
    odd.send(packet)

    assert closing("not_understood") in heard_until_closed(odd)
    assert anns.ask("live:ping")["ok"]


@pytest.mark.parametrize("packet", ["x", "9", "4", "4[[[[[[[[[[", "0{}"])
def test_what_is_no_packet_at_all_ends_its_own_connection_alone(
    packet: str, server: Server, page_of, hostile_line
):
    odd, anns = hostile_line(), page_of(server.world.ann).connect()
    odd.send(packet)

    heard_until_closed(odd)
    assert anns.ask("live:ping")["ok"]


def test_brackets_in_what_somebody_says_are_no_depth(server: Server, page_of):
    text = "if (a[0] == {}) { " + "[" * 40 + ' "quoted \\" [" }'
    assert page_of(server.world.bob).connect().say(text)["ok"]


def test_attachments_are_refused_and_none_is_kept(server: Server, line):
    odd = line()
    refused = asked(odd, '451-7["room:open",{"_placeholder":true,"num":0}]')
    assert refused.startswith('437[{"ok":false,"error":{"code":"invalid"')
    odd.send_binary(b"x" * 30_000)
    odd.send('459-["room:open",{"_placeholder":true,"num":0}]')

    assert asked(odd, '428["live:ping",{}]') == '438[{"ok":true}]'


def test_a_message_in_many_frames_is_bounded_too(server: Server, hostile_line):
    odd = hostile_line()
    with suppress(ConnectionError, websocket.WebSocketException):
        odd.send_frame(websocket.ABNF.create_frame("4" + "x" * 20_000, websocket.ABNF.OPCODE_TEXT, 0))
        for _ in range(200):
            odd.send_frame(websocket.ABNF.create_frame("x" * 20_000, websocket.ABNF.OPCODE_CONT, 0))
    heard_until_closed(odd)


def test_who_does_not_sign_in_in_time_is_shown_out(server: Server, line):
    idle, kept = line(signs_in=False), line()
    began = time.monotonic()
    heard = heard_until_closed(idle)

    assert closing("not_signed_in") in heard
    assert time.monotonic() - began < CLOSE_BEFORE
    assert asked(kept, '421["live:ping",{}]') == '431[{"ok":true}]'


def test_who_signs_off_and_keeps_the_line_is_shown_out_as_well(server: Server, line):
    idle = line()
    idle.send("41")

    assert closing("not_signed_in") in heard_until_closed(idle)


def test_a_flood_of_strangers_is_bounded_and_keeps_nobody_else_out(server: Server, page_of):
    address = f"{server.url}/socket.io/?EIO=4&transport=polling"
    statuses = [
        requests.get(address, headers={"Origin": server.url}, timeout=PATIENCE).status_code
        for _ in range(MOST_AT_THE_DOOR + 10)
    ]

    assert statuses[0] == 200
    assert 401 in statuses
    for transport in TRANSPORTS:
        assert page_of(server.world.bob, transport).connect().ask("live:ping")["ok"]
    time.sleep(6)
    assert requests.get(address, headers={"Origin": server.url}, timeout=PATIENCE).status_code == 200


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_the_limits_leave_an_eager_page_alone(transport: str, server: Server, page_of):
    page = page_of(server.world.ann, transport).connect()
    answers = [page.ask("room:sync", space="cohort-1", after=0) for _ in range(60)]

    assert all(answer["ok"] for answer in answers)
    assert page.say(key=people.key())["ok"]
