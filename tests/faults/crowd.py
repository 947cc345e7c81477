"""Many cheap pages at once, each a thread with one connection: they listen, and come back with jitter when it ends."""

import json
import random
import threading
import time
from contextlib import suppress
from typing import Any

from cop.models import Person
from tests.bench.sockets import PATIENCE, Refused, Socket
from tests.faults.knowledge import Knowledge
from tests.faults.records import Frame, Reading, Record

BROKEN = (OSError, Refused, ValueError)
HEARTBEAT_SECONDS = 5.0


class Ear(Socket):
    """A socket that reaches a process by its own port and calls it by the site's, as a proxy in front would."""

    def __init__(self, port: int, *, site: int, cookie: str, csrf: str) -> None:
        self._site = site
        try:
            super().__init__(port, cookie=cookie, csrf=csrf)
        except BROKEN:
            if hasattr(self, "connection"):
                self.close()
            raise

    def _upgrade(self, port: int, cookie: str) -> None:
        super()._upgrade(self._site, cookie)


class Listener:
    """A page that reads. `ports` are where it may find the site; it tries them in turn, by chance which first."""

    def __init__(
        self, person: Person, record: Record, knowledge: Knowledge, *, chance: random.Random, **given: Any
    ) -> None:
        self.given, self.chance = given, random.Random(chance.random())
        self.person, self.known = person, knowledge.page(person.id)
        self.reading = Reading(person.id)
        record.readings.append(self.reading)
        self.socket: Ear | None = None
        self.losses = 0
        self._ended = threading.Event()
        self._life = threading.Thread(target=self._live, daemon=True)

    def start(self) -> "Listener":
        self._life.start()
        return self

    def _live(self) -> None:
        wait, port = 0.2, self.given["ports"][0]
        while not self._ended.is_set():
            with suppress(*BROKEN):
                self._listen(port)
            port = self.chance.choice(self.given["ports"])
            self._ended.wait(wait * self.chance.uniform(0.5, 1.5))
            wait = min(2.0, wait * 2)

    def _listen(self, port: int) -> None:
        """Connect, catch up, and take in what is pushed until the connection ends."""
        self.socket = Ear(port, site=self.given["site"], cookie=self.given["cookie"], csrf=self.given["csrf"])
        try:
            self._catch_up("room:open", "opened")
            while not self._ended.is_set():
                self._hear()
        except BROKEN:
            self.losses += 1
        finally:
            self.socket.close()

    def _hear(self) -> None:
        """Take in what comes; after a silence ask whether something was missed."""
        assert self.socket is not None
        self.socket.connection.settimeout(HEARTBEAT_SECONDS * self.chance.uniform(0.7, 1.3))
        try:
            for packet in self.socket.hear():
                self._take(packet)
        except TimeoutError:
            self.socket.connection.settimeout(PATIENCE)
            ack = self.socket.ask("room:here", {"space": self.given["space"]})
            if ack["ok"]:
                self.known.tell("beat", pulse=ack["pulse"])
        if self.known.look()["wantsSync"]:
            self.socket.connection.settimeout(PATIENCE)
            self._catch_up("room:sync", "synced")

    def _catch_up(self, event: str, told: str) -> None:
        assert self.socket is not None
        ack = self.socket.ask(event, {"space": self.given["space"], "after": self.known.look()["pulse"]})
        if ack["ok"]:
            self._note(event, ack["messages"])
            self.known.tell(told, **ack)

    def _take(self, packet: str) -> None:
        if not packet.startswith("42["):
            return
        event, payload = json.loads(packet[2:])
        if event in {"message:new", "message:changed"} and payload["space"] == self.given["space"]:
            self._note(event, [payload])
            self.known.tell("arrived", message=payload)

    def _note(self, kind: str, messages: list[dict[str, Any]]) -> None:
        self.reading.frames.append(Frame(time.monotonic(), kind, tuple(messages)))

    def is_current(self, pulse: int) -> bool:
        if self.known.look()["pulse"] < pulse:
            return False
        self.reading.current_at = self.reading.current_at or time.monotonic()
        return True

    def end(self) -> None:
        """Ask it to end soon."""
        self._ended.set()

    def close(self) -> None:
        """End it, and put what it shows into the record."""
        self._ended.set()
        if self.socket is not None:
            with suppress(OSError):
                self.socket.connection.shutdown(2)
        self._life.join(10)
        shown = self.known.show()
        self.reading.shown, self.reading.outbox = shown["lines"], shown["outbox"]

    def let_go(self) -> None:
        """Nothing is held beyond the end."""
