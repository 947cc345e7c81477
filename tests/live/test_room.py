"""A conversation over real sockets: sent, heard, missed and caught up, doubled, cut off, crashed (P1 to P6)."""

import time

import pytest
import requests
from socketio.exceptions import ConnectionError as Refused

from cop import clock, db
from cop.models import Membership, Person, SignIn, Space
from tests import people
from tests.live.conftest import PATIENCE, Server

TRANSPORTS = ("websocket", "polling")


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("other", TRANSPORTS)
def test_what_one_says_the_other_hears(transport: str, other: str, server: Server, page_of):
    bobs = page_of(server.world.bob, transport).connect()
    anns = page_of(server.world.ann, other).connect()
    stranger = page_of(server.world.mallory, other).connect()
    ack = bobs.say("Good *morning*")

    assert ack["ok"]
    assert anns.next("message:new") == ack["message"] == bobs.next("message:new")
    assert stranger.ask("room:open", space="cohort-1")["error"]["code"] == "not_found"
    assert not stranger.has_heard("message:new")


def test_what_was_missed_comes_with_the_next_connection_as_it_is_now(server: Server, page_of):
    bobs, anns = page_of(server.world.bob).connect(), page_of(server.world.ann).connect()
    pulse = bobs.ask("room:open", space="cohort-1")["pulse"]
    bobs.cut()
    first, second = (anns.say(text)["message"] for text in ("Said meanwhile", "Taken back"))
    anns.ask("message:edit", message=first["id"], changed=first["changed"], text="Said better")
    anns.ask("message:remove", message=second["id"], changed=second["changed"])
    missed = bobs.connect().ask("room:open", space="cohort-1", after=pulse)

    assert [(each["id"], each["state"]) for each in missed["messages"]] == [
        (first["id"], "released"),
        (second["id"], "removed"),
    ]
    assert "Said better" in missed["messages"][0]["html"]
    assert "Taken back" not in str(missed)
    assert missed["pulse"] == pulse + 4


def test_a_flapping_connection_makes_no_second_message(server: Server, page_of):
    listener = page_of(server.world.ann).connect()
    seen = set()
    for turn in range(8):
        page = page_of(server.world.bob, TRANSPORTS[turn % 2]).connect()
        key = people.key()
        if turn % 3:
            page.say(f"Turn {turn}", key=key)
        else:
            page.client.emit("message:send", {"space": "cohort-1", "key": key, "text": f"Turn {turn}"})
        page.cut()
        message = page_of(server.world.bob).connect().say(f"Turn {turn}", key=key)["message"]
        assert message["id"] not in seen
        seen.add(message["id"])

    opened = listener.ask("room:open", space="cohort-1")["messages"]
    assert [each["seq"] for each in opened] == list(range(opened[0]["seq"], opened[-1]["seq"] + 1))
    assert [each["id"] for each in opened if each["id"] in seen] == sorted(seen)


def test_a_killed_worker_loses_nothing_that_it_said_was_sent(server: Server, page_of):
    page = page_of(server.world.ann).connect()
    keys = [people.key() for _ in range(12)]
    acked = [page.say(f"Line {number}", key=key)["message"]["id"] for number, key in enumerate(keys)]
    before = server.workers()
    server.kill_workers()
    page.cut()
    again = reconnected(page_of, server)

    assert set(server.workers()).isdisjoint(before)
    opened = [each["id"] for each in again.ask("room:open", space="cohort-1")["messages"]]
    assert [each for each in opened if each in acked] == acked
    repeated = [again.say(f"Line {number}", key=key)["message"]["id"] for number, key in enumerate(keys)]
    assert repeated == acked


def reconnected(page_of, server: Server):
    """As a browser does: again and again until there is a server."""
    page, deadline = page_of(server.world.ann), time.monotonic() + PATIENCE
    while True:
        try:
            return page.connect()
        except (Refused, requests.ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def test_a_removal_by_another_process_takes_effect_on_what_follows(server: Server, page_of):
    anns, bobs = page_of(server.world.ann).connect(), page_of(server.world.bob).connect()
    anns.say("Before", space="cohort-1-set-a")
    assert bobs.next("message:new")["space"] == "cohort-1-set-a"
    evict(server.world.bob, server.world.set_a)
    assert anns.say("After", space="cohort-1-set-a")["ok"]
    assert anns.say("Elsewhere", space="cohort-1")["ok"]

    assert bobs.next("message:new")["space"] == "cohort-1"
    assert not bobs.has_heard("message:new")
    assert bobs.ask("room:open", space="cohort-1-set-a")["error"]["code"] == "not_found"
    assert bobs.say(space="cohort-1-set-a")["error"]["code"] == "not_found"


@db.command
def evict(person: Person, space: Space) -> None:
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    membership.leave()


def test_the_end_of_a_sign_in_ends_its_sockets_and_no_others(server: Server, page_of):
    token = people.begin_sign_in(server.world.bob)
    kept = page_of(server.world.bob).connect()
    before, server.tokens[server.world.bob.id] = server.tokens[server.world.bob.id], token
    ended = page_of(server.world.bob).connect()
    server.tokens[server.world.bob.id] = before
    end(token)
    ended.client.wait()

    assert not ended.client.connected
    assert kept.ask("live:ping")["ok"]


@db.command
def end(token: str) -> None:
    sign_in = SignIn.find(token)
    assert sign_in is not None
    sign_in.ended_at = clock.now()


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_frame_that_is_too_large_ends_its_own_connection_alone(transport: str, server: Server, page_of):
    big, other = page_of(server.world.bob, transport).connect(), page_of(server.world.ann).connect()
    big.client.emit("message:send", {"space": "cohort-1", "key": people.key(), "text": "x" * 80_000})
    big.client.wait()

    assert not big.client.connected
    assert other.ask("live:ping")["ok"]
    assert page_of(server.world.bob, transport).connect().say()["ok"]


def test_nonsense_is_answered_or_ignored_and_disturbs_nobody(server: Server, page_of):
    page, other = page_of(server.world.bob).connect(), page_of(server.world.ann).connect()
    for payload in (None, [], "text", b"bytes", {"space": b"bytes"}, {"space": ["x"]}, 7):
        assert page.client.call("room:open", payload, timeout=PATIENCE)["error"]["code"] == "invalid"
    page.client.emit("no:such:event", {})

    assert page.ask("live:ping")["ok"]
    assert other.ask("live:ping")["ok"]
