"""Whatever happens in a room, and whatever is lost, doubled, late or out of order on the way to a page: in the end
the page knows what a fresh look shows, and holds no word that is not its reader's (P3, P4, P6; security.md I3 to I5).

The pages are the browser's own reducer in Node.js; the commands, the socket events and the database are the real ones.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from cop.chat import queries
from cop.errors import CopError
from cop.models import Message, Policy, Review, ReviewKind
from cop.models.marks import MARKS
from cop.moderation import commands as moderation
from cop.spaces import commands as spaces
from tests import histories, people
from tests.chat.conftest import Socket
from tests.chat.pages import MESSAGES, SCRIPT, Fields, Page
from tests.histories import LIMITS, Faults, History, nth, on_postgresql, on_sqlite
from tests.nodejs import Browser, browser

pytestmark = pytest.mark.timeout(600)  # a history that fails is made short before it is shown

__all__ = ["on_postgresql", "on_sqlite"]

SAID = ("say", "say", "say", "reply", "reply")
CHANGED = ("edit", "remove", "mark", "unmark", "hide", "restore")
DECIDED = ("hold", "hold first", "open", "release", "decline")
CAME = ("evict", "admit")
ALONE = ("look", "scroll up", "trim", "reconnect", "load", "wait")
VERBS = (*SAID, *CHANGED, *DECIDED, *CAME, *ALONE)

HISTORIES = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 3), st.integers(0, 19)), min_size=15, max_size=50
)
WORD = re.compile(r"word-\d+-")


@settings(LIMITS, max_examples=20)
@given(history=HISTORIES, seed=st.integers(0, 2**32))
def test_a_page_knows_what_a_fresh_look_shows(on_sqlite, app: Flask, nodejs: Browser, history, seed: int):
    with on_sqlite():
        live_through(app, nodejs, history, seed)


@pytest.mark.slow
@settings(LIMITS, max_examples=5)
@given(history=HISTORIES, seed=st.integers(0, 2**32))
def test_and_on_postgresql(on_postgresql, app: Flask, nodejs: Browser, history, seed: int):
    with on_postgresql():
        live_through(app, nodejs, history, seed)


def live_through(app: Flask, nodejs: Browser, history: History, seed: int) -> None:
    def begin() -> Story:
        return Story(app, nodejs, seed)

    histories.live_through(begin, history, pace=timedelta(seconds=2), end=timedelta(hours=1))


class Story:
    """Ann moderates, Bob has two pages, Carol comes and goes, Mallory is outside; pages of six lines, syncs of nine."""

    def __init__(self, app: Flask, nodejs: Browser, seed: int) -> None:
        self.world = people.World.build()
        self.carol = people.newcomer("carol", self.world.cohort)
        self.members = {self.world.ann.id, self.world.bob.id, self.carol.id}
        self.words = 0
        self.told = [f"seed {seed}"]
        self.random = random = Random(seed)
        readers = (self.world.ann, self.world.bob, self.world.bob, self.carol, self.world.mallory)
        self.sockets = [Socket(app, reader) for reader in readers]
        self.pages = [
            Page(nodejs, socket, reader.id, Faults(random))
            for socket, reader in zip(self.sockets, readers, strict=True)
        ]

    def close(self) -> None:
        for socket in self.sockets:
            if socket.client.is_connected():
                socket.client.disconnect()

    def go_on(self, verb: str, who: int, which: int) -> None:
        self.told.append(f"{verb} by page {who}, at {which}")
        page = self.pages[who]
        try:
            DEEDS[verb](self, page, which)
        except CopError as refused:
            self.told[-1] += f": {refused}"
        for each in self.pages:
            self.hear(each)
            each.now += 400
            each.live_on()

    def hear(self, page: Page) -> None:
        heard = [pushed for pushed in page.listen() if pushed["event"] in MESSAGES]
        assert page.me in self.members or not heard, f"{page.me} may not read the room and was told {heard}"

    def end(self) -> None:
        for page in self.pages:
            page.settle()
        lines = self.everything()
        for page in self.pages:
            page.listen()
            if page.me in self.members:
                page.come_back_if_let_in()
                self.compare(page, lines)
                # Somebody comes back to it: it learns what waits, which turns no pulse.
                held = page.open()["held"]
                self.compare(page, lines)
                self.compare_held(page, held)
                self.holds_only(page, str([lines, held]))
            else:
                assert page.known()["isClosed"]
                self.holds_only(page, "")

    def everything(self) -> list[Fields]:
        """All lines of the room, as anybody gets them afresh."""
        ann = self.pages[0]
        lines = ann.ask("room:open")["messages"]
        while lines and lines[0]["seq"] > 1:
            lines = ann.ask("room:older", before=lines[0]["seq"])["messages"] + lines
        return list(lines)

    def compare(self, page: Page, lines: list[Fields]) -> None:
        """The page shows the same lines, whole, without a hole from its oldest on."""
        known = page.known()
        shown = [line for line in lines if line["seq"] >= known["oldest"]]
        assert [brief(line) for line in known["lines"]] == [brief(line) for line in shown]
        assert known["lines"] == shown

    def compare_held(self, page: Page, held: list[Fields]) -> None:
        known = page.known()
        assert sorted(known["held"], key=by_id) == sorted(held, key=by_id)

    def holds_only(self, page: Page, words: str) -> None:
        """Nothing but `words` is in the page's memory, and what its reader wrote and nobody else has read."""
        mine = [entry for entry in page.known()["outbox"] if entry["status"] in {"failed", "declined"}]
        assert set(WORD.findall(page.held_words())) <= set(WORD.findall(words + str(mine)))

    # What happens.

    def say(self, page: Page, _which: int) -> None:
        page.say(self.text(), None)

    def reply(self, page: Page, which: int) -> None:
        page.say(self.text(), self.message(which).id)

    def edit(self, page: Page, which: int) -> None:
        message = self.message(which, author_id=page.me)
        page.act("message:edit", message=message.id, changed=message.changed, text=self.text())

    def remove(self, page: Page, which: int) -> None:
        message = self.message(which, author_id=page.me)
        page.act("message:remove", message=message.id, changed=message.changed)

    def mark(self, page: Page, which: int, *, on: bool = True) -> None:
        word = list(MARKS)[which % 2]
        page.act("message:react", message=self.message(which // 2).id, mark=word, on=on)

    def unmark(self, page: Page, which: int) -> None:
        self.mark(page, which, on=False)

    def hide(self, _page: Page, which: int) -> None:
        moderation.hide(actor_id=self.world.ann.id, message_id=self.message(which).id, reason="Not here.")

    def restore(self, _page: Page, which: int) -> None:
        moderation.restore(actor_id=self.world.ann.id, message_id=self.message(which).id)

    def release(self, _page: Page, which: int) -> None:
        moderation.release(actor_id=self.world.ann.id, review_id=self.review(which))

    def decline(self, _page: Page, which: int) -> None:
        moderation.decline(actor_id=self.world.ann.id, review_id=self.review(which), reason="Not yet.")

    def rule(self, rule: Policy) -> None:
        people.set_policy(self.world.cohort, rule)

    def evict(self, page: Page, _which: int) -> None:
        if page.me != self.world.ann.id:
            self.members.discard(page.me)
            spaces.remove_member(**self.membership(page), reason="They have moved.")

    def admit(self, page: Page, _which: int) -> None:
        spaces.add_member(**self.membership(page))
        self.members.add(page.me)

    def membership(self, page: Page) -> dict[str, int]:
        return {"actor_id": self.world.ann.id, "space_id": self.world.cohort.id, "person_id": page.me}

    # What it happens to.

    def text(self) -> str:
        self.words += 1
        return f"This is word-{self.words}- & *more* <of> it"

    def message(self, which: int, **of: Any) -> Message:
        """The newest but `which`, of those that were said, or of one author's."""
        query = sa.select(Message).filter_by(**of).order_by(Message.id.desc())
        return nth(query, which)

    def review(self, which: int) -> int:
        waiting = sa.select(Review).where(Review.kind == ReviewKind.HELD, Review.decided_at.is_(None))
        return int(nth(waiting.order_by(Review.id), which).id)


DEEDS: dict[str, Callable[[Story, Page, int], None]] = {
    "say": Story.say,
    "reply": Story.reply,
    "edit": Story.edit,
    "remove": Story.remove,
    "mark": Story.mark,
    "unmark": Story.unmark,
    "hide": Story.hide,
    "restore": Story.restore,
    "hold": lambda story, *_: story.rule(Policy.ALL_HELD),
    "hold first": lambda story, *_: story.rule(Policy.FIRST_HELD),
    "open": lambda story, *_: story.rule(Policy.OPEN),
    "release": Story.release,
    "decline": Story.decline,
    "evict": Story.evict,
    "admit": Story.admit,
    "look": lambda _story, page, _which: page.look(),
    "scroll up": lambda _story, page, _which: page.scroll_up(),
    "trim": lambda _story, page, _which: page.trim(),
    "reconnect": lambda _story, page, _which: page.reconnect(),
    "load": lambda _story, page, _which: page.load(),
    "wait": lambda _story, page, _which: None,
}


def brief(line: Fields) -> tuple[Any, ...]:
    return line["seq"], line["changed"], line["state"], *WORD.findall(line["html"])


def by_id(message: Fields) -> int:
    return int(message["id"])


@pytest.fixture(scope="module")
def nodejs() -> Iterator[Browser]:
    with browser(SCRIPT) as process:
        yield process


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that short histories have older pages, and catch-ups that are too long."""
    monkeypatch.setattr(queries.lines, "PAGE", 6)
    monkeypatch.setattr(queries.lines, "SYNC_LIMIT", 9)
