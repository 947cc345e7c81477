"""Open pages of a topic as browsers have them: the page's own reducer in Node.js, the real views, and a wire between
that is not to be trusted."""

import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from tests.chat.conftest import Socket
from tests.histories import Faults
from tests.nodejs import Browser

SCRIPT = Path(__file__).with_name("page.mjs")
Fields = dict[str, Any]
ARTICLE = re.compile(r"<article.*?</article>", re.DOTALL)
HEAD = re.compile(r'<div id="head">(.*?)</div>\s*<div id="related">', re.DOTALL)
MAIN = re.compile(r'<main id="main".*?>', re.DOTALL)
EVENTS = ("topic:changed", "topic:gone")


@dataclass
class Page:
    """One page of a topic, open before one person. `wire` holds what was pushed to it and has not arrived."""

    browser: Browser
    socket: Socket
    me: int
    topic: int
    page: int
    faults: Faults
    wire: list[Fields] = field(default_factory=list)
    asked: int = 0

    def __post_init__(self) -> None:
        self.browser.pages += 1
        self.number = self.browser.pages
        fresh = self.look()
        assert fresh is not None
        about = {"topic": self.topic, "person": self.me, "page": self.page, "size": fresh["size"]}
        self.known = self.browser.ask(page=self.number, begin=about | fresh)
        self.hear()

    def look(self) -> Fields | None:
        """The page as it is now, taken apart as static/src/forum/pages.js does; None where there is nothing to see."""
        path = f"/topics/{self.topic}?page={self.page}"
        answer = self.socket.browser.get(path, follow_redirects=True, buffered=True)
        return taken_apart(answer.get_data(as_text=True)) if answer.status_code == 200 else None

    def tell(self, **event: Any) -> None:
        self.known = self.browser.ask(page=self.number, tell=event)

    def hear(self) -> None:
        """Take over what was pushed since; how often it is on its way is up to the wire."""
        for each in self.socket.client.get_received():
            if each["name"] in EVENTS:
                self.wire += [{"event": each["name"]} | each["args"][0]] * self.faults.copies()

    def arrive(self, *, in_order: bool = False) -> None:
        """All that is on its way arrives, in whatever order."""
        while self.wire:
            self.take(self.wire.pop(0) if in_order else self.faults.pick(self.wire))

    def take(self, pushed: Fields) -> None:
        if pushed["event"] == "topic:gone":
            self.tell(type="gone", topic=pushed["topic"])
            return
        change = {name: value.strip() if name.endswith("html") else value for name, value in pushed.items()}
        self.tell(type="pushed", change=change, shows=self.faults.often(0.5))

    def catch_up(self) -> None:
        self.asked += 1
        fresh = self.look()
        if fresh is None:
            self.tell(type="refused")
        else:
            self.tell(type="fetched", fresh=fresh, shows=self.faults.often(0.5))


def taken_apart(text: str) -> Fields:
    [main], [head] = MAIN.findall(text), HEAD.findall(text)
    numbers = {
        name: int(attribute(main, f"data-{name}") or 0) for name in ("topic", "posts", "layout", "size")
    }
    return numbers | {
        "lastPage": int(attribute(main, "data-last-page") or 0),
        "isClosed": attribute(main, "data-closed") == "yes",
        "head": head.strip(),
        "articles": [article(found) for found in ARTICLE.findall(text)],
    }


def article(html: str) -> Fields:
    start = html.partition(">")[0]
    return {
        "id": int((attribute(start, "id") or "").removeprefix("post-")),
        "position": int(attribute(start, "data-position") or 0) or None,
        "author": int(attribute(start, "data-author") or 0) or None,
        "html": html,
    }


def attribute(tag: str, name: str) -> str | None:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else None
