"""What one person may send to a process, through however many sockets: what is refused in the end counts too (S27).

Each test has a person of its own, whose allowance nothing else has used.
"""

import queue
import time
from collections import Counter
from typing import Any

from cop.live.bounds import BURST, EACH_CHARACTERS, EVENTS_A_SECOND
from tests.live.conftest import PATIENCE, Page, Server

HOSTILE = ("*_`[" * 1_000)[:4_000]
"""A text that takes long to render."""


def sent(page: Page, event: str, *, times: int, **payload: Any) -> queue.Queue[str]:
    """Send without waiting for answers; their codes come into the queue."""
    codes: queue.Queue[str] = queue.Queue()

    def answered(ack: dict[str, Any]) -> None:
        codes.put("ok" if ack["ok"] else ack["error"]["code"])

    for _ in range(times):
        page.client.emit(event, payload, callback=answered)
    return codes


def counted(codes: queue.Queue[str], number: int) -> Counter[str]:
    return Counter(codes.get(timeout=PATIENCE) for _ in range(number))


def test_a_page_of_ten_rooms_and_a_long_paste_are_let_through(server: Server, page_of):
    page = page_of(server.world.bob).connect()
    for event in ("room:open", "room:here", "room:sync"):
        payload = {"space": "cohort-1"} | ({"after": 0} if event == "room:sync" else {})
        assert counted(sent(page, event, times=10, **payload), 10) == {"ok": 10}
    for _ in range(2):
        assert page.ask("room:draft", space="cohort-1", text="word " * 800)["ok"]
        assert page.say("word " * 799)["ok"]


def test_long_words_for_a_message_that_is_not_there_are_soon_too_many(server: Server, page_of):
    anns = page_of(server.world.ann).connect()
    page = page_of(server.world.mallory).connect()
    began = time.monotonic()
    codes = sent(page, "message:edit", times=80, message=2**40, text=HOSTILE, changed=1)
    assert anns.ask("live:ping")["ok"]
    came = counted(codes, 80)
    passed = 1 + (BURST + EVENTS_A_SECOND * (time.monotonic() - began)) // (
        1 + len(HOSTILE) // EACH_CHARACTERS
    )

    assert set(came) == {"not_found", "too_fast"}
    assert came["not_found"] <= passed
    assert came["too_fast"] > 40


def test_more_sockets_and_new_ones_send_no_more(server: Server, page_of):
    """One socket of its own could send as much as each of these does."""
    many = BURST - 10
    pages = [page_of(server.world.staff).connect() for _ in range(2)]
    came = [counted(each, many) for each in [sent(page, "live:ping", times=many) for page in pages]]
    assert sum(each["ok"] for each in came) < 2 * many
    pages[0].close()
    again = page_of(server.world.staff).connect()

    assert counted(sent(again, "live:ping", times=many), many)["too_fast"]
    assert page_of(server.world.ann).connect().ask("live:ping")["ok"]
