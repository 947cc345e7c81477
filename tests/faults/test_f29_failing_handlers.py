"""F29: something fails inside a socket's handler, or a client sends what is no event. Others notice nothing, the log
has one line, and nobody's words stand in it.
"""

import json
import time

import pytest
import websocket

from tests.live.conftest import PATIENCE, Page

SECRET_WORDS = "words-that-belong-in-no-log"

EVENTS = {
    "live:ping": {},
    "room:open": {},
    "room:sync": {"after": 0},
    "room:older": {"before": 1},
    "room:read": {"upto": 1},
    "room:here": {},
    "room:typing": {},
    "room:leave": {},
    "message:send": {"key": "0123456789abcdef", "text": SECRET_WORDS},
    "message:edit": {"message": 1, "changed": 1, "text": SECRET_WORDS},
    "message:remove": {"message": 1, "changed": 1},
    "message:react": {"message": 1, "mark": "agree", "on": True},
}

MALFORMED = (
    "4",
    "42",
    "42[",
    "42[]",
    "42{}",
    '42["room:open"',
    '42["room:open",{"space":' + "[" * 5_000 + "]" * 5_000 + "}]",
    '421[null,{}]',
    "43999[]",
    "45",
    "451-",
    '451-["message:send",{"_placeholder":true,"num":7}]',
    "4999999999999999999999",
    "47",
    "9",
    "\x00",
    "40/admin,",
    '42["message:send",{"space":"cohort-1","text":"' + SECRET_WORDS + '"}',
)  # fmt: skip


@pytest.fixture
def failing(two):
    two.processes[0].fail()
    yield two.processes[0]
    two.processes[0].recover()


def test_a_failure_in_each_handler_is_answered_logged_once_and_nobody_elses(failing, two, play):
    room = play(two).room.slug
    ann = Page(two.server(), two.world.ann, "websocket").connect(origin=two.public_url)
    bob = Page(two.server(), two.world.bob, "websocket").connect(origin=two.public_url)
    elsewhere = Page(two.server(1), two.others[0], "websocket").connect(origin=two.public_url)
    already = len(failing.lines())
    for event, payload in EVENTS.items():
        assert ann.ask(event, space=room, **payload)["error"]["code"] == "failed", event
    said = elsewhere.say("Elsewhere all is well", space=room)

    assert said["ok"]
    assert bob.next("message:new") == said["message"] == ann.next("message:new")
    assert ann.client.connected
    logged = [json.loads(line) for line in failing.lines()[already:] if line.startswith("{")]
    failures = [line.get("event", line["what"]) for line in logged if line["level"] == "ERROR"]
    assert sorted(failures) == sorted(EVENTS)
    assert SECRET_WORDS not in "\n".join(failing.lines())
    for page in (ann, bob, elsewhere):
        page.close()


@pytest.mark.parametrize("number", range(len(MALFORMED)))
def test_what_is_no_event_disturbs_nobody(number: int, two, play):
    room = play(two).room.slug
    server, ann = two.server(), two.world.ann
    bob = Page(server, two.world.bob, "websocket").connect(origin=two.public_url)
    workers = two.processes[0].workers()
    already = len(two.processes[0].lines())
    page = Page(server, ann, "websocket")
    hello = "40" + json.dumps({"csrf": page.csrf})
    strange = websocket.create_connection(
        server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket",
        origin=two.public_url,
        cookie="; ".join(f"{each.name}={each.value}" for each in page.browser.cookies),
        timeout=PATIENCE,
    )
    assert strange.recv().startswith("0{")
    strange.send(hello)
    assert strange.recv().startswith("40{")
    strange.send(MALFORMED[number])
    strange.send_binary(b"\xff\x00\xff")
    time.sleep(0.1)

    assert bob.ask("live:ping") == {"ok": True}
    assert bob.ask("room:open", space=room)["ok"]
    assert two.processes[0].workers() == workers
    fresh = two.processes[0].lines()[already:]
    assert SECRET_WORDS not in "\n".join(fresh)
    strange.close()
    for each in (page, bob):
        each.close()
