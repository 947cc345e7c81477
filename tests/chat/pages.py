"""Pages of a room as browsers have them: the page's own reducer, the real socket, and a wire between that is not to be
trusted."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import people
from tests.chat.conftest import Socket
from tests.histories import Faults
from tests.nodejs import Browser

SCRIPT = Path(__file__).with_name("page.mjs")
SLUG = "cohort-1"
MESSAGES = ("message:new", "message:changed")
Fields = dict[str, Any]


@dataclass
class Page:
    """One page of one person. `wire` holds what was pushed to it and has not arrived, `answers` what it asked for."""

    browser: Browser
    socket: Socket
    me: int
    faults: Faults
    now: int = 0
    wire: list[Fields] = field(default_factory=list)
    answers: list[Fields] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.browser.pages += 1
        self.number = self.browser.pages
        self.load()

    def load(self) -> None:
        """Open the page anew, as a browser does: all that was on its way is gone."""
        self.listen()
        self.wire, self.answers = [], []
        ack = self.socket.ask("room:open", space=SLUG)
        known = {name: ack.get(name) for name in ("pulse", "messages", "held")} if ack["ok"] else {}
        self.standing = self.browser.ask(page=self.number, now=self.now, begin={"me": self.me, **known})
        if not ack["ok"]:
            self.tell(type="closed", reason="not found")

    def tell(self, **event: Any) -> None:
        self.standing = self.browser.ask(page=self.number, now=self.now, tell=event)

    def ask(self, event: str, **payload: Any) -> Fields:
        ack = self.socket.ask(event, **({"space": SLUG} | payload))
        if not ack["ok"] and ack["error"]["code"] == "not_found" and event.startswith("room:"):
            self.tell(type="closed", reason="not found")
        return ack

    def listen(self) -> list[Fields]:
        """Take over what the server has pushed to this page since; returns it."""
        pushed = [{"event": each["name"], **each["args"][0]} for each in self.socket.client.get_received()]
        for payload in pushed:
            self.wire += [payload] * self.faults.copies()
        return pushed

    # What the person does.

    def say(self, text: str, reply_to: int | None) -> None:
        self.tell(type="written", key=people.key(), text=text, replyTo=reply_to)
        self.send()

    def send(self) -> None:
        """Send what waits in the outbox, in order; an answer may be lost or late."""
        for entry in self.standing["unsent"]:
            sent = {"key": entry["key"], "text": entry["text"], "reply_to": entry["replyTo"]}
            self._await(self.ask("message:send", **sent), key=entry["key"])

    def act(self, event: str, **payload: Any) -> None:
        self._await(self.ask(event, **payload), key=None)

    def _await(self, ack: Fields, *, key: str | None) -> None:
        if ack["ok"] and self.faults.copies() == 0:
            ack = {"ok": False, "error": {"code": "no_answer", "message": "No answer came."}}
        if ack["ok"]:
            self.answers.append({"type": "sent", "message": ack["message"]})
        elif key:
            error = ack["error"]
            self.tell(type="failed", key=key, error=error["message"], code=error["code"])

    # What the page does by itself.

    def live_on(self) -> None:
        """A moment of its life: something arrives, something is asked for."""
        self.listen()
        while self.wire and self.faults.often(0.6):
            self.receive(self.faults.pick(self.wire))
        while self.answers and self.faults.often(0.5):
            self.tell(**self.faults.pick(self.answers))
        if self.standing["wantsSync"]:
            self.sync()

    def receive(self, pushed: Fields) -> None:
        pushed = dict(pushed)
        event = pushed.pop("event")
        if event in MESSAGES:
            self.tell(type="arrived", message=pushed)
        elif event == "room:closed" and pushed["space"] == SLUG:
            self.tell(type="closed", reason=pushed["reason"])
        elif event == "room:changed" and pushed["space"] == SLUG and self.standing["isClosed"]:
            self.load()

    def sync(self) -> None:
        after = self.standing["pulse"]
        self.tell(type="syncing")
        ack = self.ask("room:sync", after=after)
        if not ack["ok"] or self.faults.copies() == 0:
            self.tell(type="unsynced")
        else:
            self.answers.append({"type": "synced", **ack})

    def look(self) -> None:
        ack = self.ask("room:here")
        if ack["ok"]:
            self.tell(type="beat", pulse=ack["pulse"])

    def scroll_up(self) -> None:
        if page := self.standing["older"]:
            ack = self.ask("room:older", before=page["before"])
            if ack["ok"]:
                self.answers.append({"type": "older", **page, "messages": ack["messages"]})

    def trim(self) -> None:
        self.tell(type="trimmed", most=5)

    def reconnect(self) -> None:
        """Lose the line and come back: what was on its way is lost, what was sent without an answer goes again."""
        self.listen()
        self.wire, self.answers = [], []
        self.open()
        self.tell(type="reconnected")
        self.send()

    def open(self) -> Fields:
        self.tell(type="opening")
        ack = self.ask("room:open", after=self.standing["pulse"])
        if ack["ok"]:
            self.tell(type="opened", **ack)
        return ack

    def come_back_if_let_in(self) -> None:
        """Somebody returns to a page that was closed to them: it asks, and is loaded anew where it finds the room."""
        if self.standing["isClosed"]:
            self.load()

    def settle(self) -> None:
        """Let the faults end: what is on its way arrives, a heartbeat and what it reveals come through."""
        self.listen()
        while self.wire:
            self.receive(self.faults.pick(self.wire))
        while self.answers:
            self.tell(**self.faults.pick(self.answers))
        self.faults = Faults(self.faults.random, lost=0, doubled=0)
        self.tell(type="reconnected")
        self.send()
        while self.answers:
            self.tell(**self.answers.pop())
        self.now += 60_000
        self.look()
        for _ in range(3):
            if self.standing["wantsSync"]:
                self.sync()
            while self.answers:
                self.tell(**self.answers.pop())

    def known(self) -> Fields:
        return dict(self.browser.ask(page=self.number, dump=True))

    def held_words(self) -> str:
        """Everything in the page's memory, whatever it is for."""
        return str(self.browser.ask(page=self.number, dump="words"))
