"""What an open page of a room does by itself: it reconnects, asks for what it missed, and says that it is there.

What it knows is kept by the page's own reducer; what it was told goes into the record.
"""

import contextlib
import random
import threading
import time
from typing import Any

import requests
from socketio.exceptions import SocketIOError

from cop.models import Person
from tests.faults.knowledge import Knowledge
from tests.faults.records import Frame, Payload, Reading, Record
from tests.live.conftest import Page, Server

TICK = 0.1
ANSWER_SECONDS = 10.0
"""As the page: without an answer in this time the line is dead."""
LINES = ("message:new", "message:changed")
BROKEN = (SocketIOError, requests.RequestException, OSError, ValueError)
"""What a client library raises while a network fails."""


class Reader(Page):
    """A page of `space`. `heartbeat` is how often it says that somebody looks: 15 s in a browser, here less."""

    def __init__(
        self, server: Server, person: Person, record: Record, knowledge: Knowledge, **given: Any
    ) -> None:
        self.origin: str = given.get("origin", server.url)
        self.transports: list[str] = list(given.get("transports", ("websocket",)))
        self.space: str = given.get("space", "cohort-1")
        self.heartbeat: float = given.get("heartbeat", 2.0)
        self.reading = Reading(person.id)
        record.readings.append(self.reading)
        self.record, self.known = record, knowledge.page(person.id)
        self.reasons: list[str] = []
        self._ended, self._is_open, self._beat_at, self._wait = threading.Event(), False, 0.0, 0.2
        self._asleep, self._clients = threading.Event(), list[Any]()
        super().__init__(server, person, self.transports[0])
        self._life = threading.Thread(target=self._live, daemon=True)

    def start(self) -> "Reader":
        """Load the page, and let its script run."""
        assert self.csrf
        self._life.start()
        return self

    def sleep(self) -> None:
        """Close the lid: this page does nothing more until it wakes, and says goodbye to nobody."""
        self._asleep.set()

    def wake(self) -> None:
        """Open the lid: after so long a silence the page makes its connection anew."""
        self.abandon()
        self._asleep.clear()

    def go_to(self, server: Server) -> None:
        """Reach the site by another address from the next connection on, as a proxy would lead it."""
        self.server = server

    def put(self, event: str, payload: Payload, *, seconds: float = ANSWER_SECONDS) -> Payload | None:
        """Ask, and wait for the ack: None where none comes, or no connection is there to ask on."""
        answered, box, client = threading.Event(), [], self.client

        def take(*args: Any) -> None:
            box.extend(args)
            answered.set()

        deadline = time.monotonic() + seconds
        while not client.connected and time.monotonic() < deadline and not self._ended.is_set():
            time.sleep(TICK)
            client = self.client
        try:
            client.emit(event, payload, callback=take)
        except BROKEN:
            return None
        while not answered.wait(TICK):
            if not client.connected or time.monotonic() > deadline:
                return None
        return box[0]  # type: ignore[no-any-return]

    def _live(self) -> None:
        while not self._ended.wait(TICK):
            if self._asleep.is_set():
                continue
            with contextlib.suppress(*BROKEN):
                self._step()

    def _step(self) -> None:
        if not self.client.connected:
            self._reconnect()
        elif not self._is_open:
            self._open()
        elif self.known.look()["wantsSync"]:
            self._sync()
        elif time.monotonic() - self._beat_at >= self.heartbeat:
            self._beat()

    def _reconnect(self) -> None:
        """With a backoff that doubles to 2 s, and half of it by chance, so that a crowd does not come at once."""
        self._is_open = False
        self._ended.wait(self._wait * random.uniform(0.5, 1.5))
        self._wait = min(2.0, self._wait * 2)
        self.connect()
        self._wait = 0.2

    def connect(self, **_: Any) -> "Reader":
        self.abandon()
        self.browser.headers.pop("Origin", None)
        if "polling" in self.transports:
            self.browser.headers["Origin"] = self.origin
        self.client = self._client(origin=self.origin)
        self._clients.append(self.client)
        for event in LINES:
            self.client.on(event, lambda message, event=event: self._arrive(event, message))
        self.client.on("room:closed", self._close_room)
        self.client.on("disconnect", lambda reason=None: self.reasons.append(str(reason)))
        self.client.connect(
            self.server.url, auth={"csrf": self.csrf}, transports=self.transports, wait_timeout=8
        )
        return self

    def _open(self) -> None:
        ack = self._ask_room("room:open", after=self.known.look()["pulse"])
        if ack is not None:
            self.known.tell("opened", **ack)
            self._is_open = True

    def _sync(self) -> None:
        self.known.tell("syncing")
        ack = self._ask_room("room:sync", after=self.known.look()["pulse"])
        self.known.tell(*("unsynced",) if ack is None else ("synced",), **(ack or {}))

    def _beat(self) -> None:
        self._beat_at = time.monotonic()
        ack = self._ask_room("room:here")
        if ack is not None:
            self.known.tell("beat", pulse=ack["pulse"])

    def _ask_room(self, event: str, **payload: Any) -> Payload | None:
        """The ack's fields, or None; a line that gives no answer in time is dead, whatever it believes of itself."""
        client = self.client
        ack = self.put(event, {"space": self.space, **payload})
        if ack is None:
            if client is self.client:
                self.abandon()
            return None
        if ack["ok"]:
            self._note(event, ack.get("messages", []))
            return {name: value for name, value in ack.items() if name != "ok"}
        if ack["error"]["code"] == "not_found":
            self._close_room({"space": self.space, "reason": "not found"})
        return None

    def _arrive(self, event: str, message: Payload) -> None:
        self._note(event, [message])
        if message["space"] == self.space:
            self.known.tell("arrived", message=message)

    def _close_room(self, told: Payload) -> None:
        if told["space"] == self.space:
            self.reading.closed = told["reason"]
            self.known.tell("closed", reason=told["reason"])

    def _note(self, kind: str, messages: list[Payload]) -> None:
        ours = tuple(each for each in messages if each["space"] == self.space)
        self.reading.frames.append(Frame(time.monotonic(), kind, ours))

    def abandon(self) -> None:
        """Let go of the connection without a word, however it is."""
        with contextlib.suppress(*BROKEN, AttributeError):
            if self.client.connected:
                self.cut()

    def is_current(self, pulse: int) -> bool:
        """Whether it knows all up to this pulse; noted in the record the first time."""
        known = self.known.look()
        if known["pulse"] < pulse or known["wantsSync"]:
            return False
        self.reading.current_at = self.reading.current_at or time.monotonic()
        return True

    def end(self) -> None:
        """Ask it to end soon."""
        self._ended.set()

    def close(self) -> None:
        """End it, and put what it shows into the record."""
        self._ended.set()
        if self._life.is_alive():
            self._life.join(ANSWER_SECONDS + 10)
        shown = self.known.show()
        self.reading.shown, self.reading.outbox = shown["lines"], shown["outbox"]
        with contextlib.suppress(*BROKEN):
            super().close()

    def let_go(self) -> None:
        """Wait until the threads of all its connections have ended, and close what they left open."""
        for client in self._clients:
            loop = getattr(client.eio, "read_loop_task", None)
            if loop is not None:
                loop.join(ANSWER_SECONDS)
            if client.eio.ws is not None:
                with contextlib.suppress(*BROKEN):
                    client.eio.ws.shutdown()
        self.browser.close()
