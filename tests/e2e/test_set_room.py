"""A set talks live; who is not of it, or no longer, hears nothing."""

from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.verbs import heard, line, open_live, remove_member, say

pytestmark = pytest.mark.e2e

ROOM = "/spaces/cohort-1-set-a/chat"

items = count(1)
"""The same is told over the other transport, in the same room: each time of another item."""

# Whether our own line was ever shown as one on its way: it may be confirmed before anybody could look.
WATCH_PENDING = """() => {
  window.pending = [];
  const look = () => {
    for (const line of document.querySelectorAll("#waiting .cop-line--pending")) window.pending.push(line.innerText);
  };
  new MutationObserver(look).observe(document.getElementById("waiting"), { childList: true, subtree: true });
}"""

# A live connection of the page's own, as somebody may open from the console: the ack of each event, in their order.
ASK = """async (events) => {
  const csrf = document.querySelector('meta[name="csrf-token"]').content;
  const socket = new WebSocket(`${location.origin.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
  const acks = new Map();
  return await new Promise((resolve, reject) => {
    socket.onerror = () => reject(new Error("no connection"));
    socket.onmessage = ({ data }) => {
      if (data.startsWith("0")) socket.send(`40${JSON.stringify({ csrf })}`);
      if (data.startsWith("44")) reject(new Error(data));
      if (data.startsWith("40")) events.forEach((event, at) => socket.send(`42${at}${JSON.stringify(event)}`));
      const ack = /^43(\\d+)(.*)$/s.exec(data);
      if (ack) acks.set(Number(ack[1]), JSON.parse(ack[2])[0]);
      if (acks.size === events.length) resolve(events.map((event, at) => acks.get(at)));
    };
  });
}"""


def test_two_members_exchange_messages(visit: Visit) -> None:
    alum, facilitator = visit("alum"), visit("facilitator")
    open_live(alum, ROOM)
    open_live(facilitator, ROOM)

    item = next(items)
    say(alum, f"Shall we start with item {item}?")
    expect(line(facilitator, f"Shall we start with item {item}?")).to_be_visible()
    say(facilitator, f"Yes, item {item}, and then who is missing.")

    expect(line(alum, f"Yes, item {item}, and then who is missing.")).to_be_visible()
    expect(line(alum, f"Shall we start with item {item}?")).to_have_count(1)


def test_my_own_message_stands_there_at_once_and_then_as_sent(visit: Visit) -> None:
    alum = visit("alum")
    open_live(alum, ROOM)
    alum.evaluate(WATCH_PENDING)

    say(alum, "This one is on its way.")

    expect(line(alum, "This one is on its way.")).to_be_visible()
    expect(alum.locator("#waiting article")).to_have_count(0)
    pending = alum.evaluate("() => window.pending")
    assert any("This one is on its way." in words and "Sending…" in words for words in pending)


def test_a_message_is_edited_marked_and_removed_before_the_others_eyes(visit: Visit) -> None:
    alum, facilitator = visit("alum"), visit("facilitator")
    open_live(alum, ROOM)
    open_live(facilitator, ROOM)
    say(alum, "We meet on Tuseday.")
    theirs = line(facilitator, "We meet on Tuseday.")
    expect(theirs).to_be_visible()

    mine = line(alum, "We meet on Tuseday.")
    mine.hover()
    mine.get_by_role("button", name="Edit").click()
    alum.get_by_label("Edit your message").fill("We meet on Tuesday.")
    alum.get_by_role("button", name="Save").click()
    theirs = line(facilitator, "We meet on Tuesday.")
    expect(theirs).to_contain_text("edited")

    theirs.hover()
    theirs.locator('[data-do="mark"]').first.click()
    expect(line(alum, "We meet on Tuesday.").locator(".cop-mark")).to_be_visible()

    mine = line(alum, "We meet on Tuesday.")
    mine.hover()
    mine.get_by_role("button", name="Remove").click()
    mine.locator('[data-do="really-remove"]').click()
    expect(line(facilitator, "We meet on Tuesday.")).to_have_count(0)
    expect(facilitator.locator("#lines article").last).to_contain_text("Removed by its author.")


def test_an_outsider_finds_no_room(visit: Visit, guard: Guard) -> None:
    guard.expect_refusal(404)
    outsider = visit("outsider")

    for path in (ROOM, "/spaces/cohort-1-set-a", "/spaces/cohort-1-set-a/members", f"{ROOM}?before=20"):
        answer = outsider.goto(path)
        assert answer
        assert answer.status == 404
        expect(outsider.get_by_text("There is nothing here that you can open.")).to_be_visible()
    assert outsider.goto("/spaces/cohort-2-set-a/chat").status == 200


def test_an_outsiders_socket_is_told_that_there_is_no_room(visit: Visit) -> None:
    outsider, alum = visit("outsider"), visit("alum")
    asked = [
        ["room:open", {"space": "cohort-1-set-a"}],
        ["room:sync", {"space": "cohort-1-set-a", "after": 0}],
        ["room:older", {"space": "cohort-1-set-a", "before": 50}],
        ["room:here", {"space": "cohort-1-set-a"}],
        ["message:send", {"space": "cohort-1-set-a", "key": "f" * 32, "text": "May I come in?"}],
    ]
    outsider.goto("/spaces/cohort-2-set-a/chat")
    alum.goto("/")

    refused = outsider.evaluate(ASK, asked)

    assert [ack["ok"] for ack in refused] == [False] * 5
    assert {ack["error"]["code"] for ack in refused} == {"not_found"}
    assert [ack["ok"] for ack in alum.evaluate(ASK, asked[:3])] == [True] * 3


def test_a_member_removed_in_the_midst_hears_nothing_afterwards(
    visit: Visit, newcomer: Callable[..., Page], guard: Guard
) -> None:
    alum, facilitator = visit("alum"), visit("facilitator")
    removed = newcomer("cohort-1-set-a:member", name="Fern Leaverton")
    for page in (alum, facilitator, removed):
        open_live(page, ROOM)
    say(facilitator, "Everybody hears this.")
    expect(line(removed, "Everybody hears this.")).to_be_visible()

    remove_member(visit("facilitator"), "cohort-1-set-a", "Fern Leaverton")
    expect(removed.locator("#state")).to_have_text("You can no longer read this room.")
    say(facilitator, "Only those who stayed hear this.")

    expect(line(alum, "Only those who stayed hear this.")).to_be_visible()
    assert "Everybody hears this." in heard(removed)
    assert "Only those who stayed hear this." not in heard(removed)
    expect(removed.locator("#lines article")).to_have_count(0)
    expect(removed.get_by_label("Your message")).to_have_count(0)
    guard.expect_refusal(404)
    assert removed.goto(ROOM).status == 404
