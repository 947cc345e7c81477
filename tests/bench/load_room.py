"""The load on a room: two hundred people listen on a socket each, and take turns to speak.

Paced: messages leave at fixed moments, whatever became of the last one, and each is timed from the moment it was due
until the last receiver has it. Pressed: a few messages are always under way, for the deliveries a second.
"""

import json
import re
import secrets
import selectors
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any

from tests.bench import prose
from tests.bench.figures import Taken
from tests.bench.machine import processor_seconds
from tests.bench.sockets import Socket

PATIENCE = 20.0
KEY = re.compile(r'"key":"([^"]+)"')
NEWS = '42["message:new"'


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """`people` (cookie, CSRF token) come into `space`; `paced` messages at `pace` a second, then `pressed` more."""

    port: int
    pid: int
    space: str
    people: list[tuple[str, str]]
    pace: float = 5.0
    paced: int = 38
    pressed: int = 75
    under_way: int = 4
    warming: int = 5


@dataclass(frozen=True, slots=True)
class RoomTaken:
    """Coming in, talk at a pace, talk under pressure; and the payloads of what was said, as they arrived."""

    entered: Taken
    paced: Taken
    pressed: Taken
    payloads: list[dict[str, Any]]


@dataclass(slots=True)
class Talk:
    """Messages: those under way (key -> how many have yet to receive it), and how long the others took."""

    listeners: int
    due: dict[str, float] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    packets: list[str] = field(default_factory=list)

    def begin(self, key: str, due: float) -> None:
        self.due[key], self.missing[key] = due, self.listeners

    def note(self, packet: str) -> None:
        """Somebody has received `packet`."""
        if packet.startswith("43") and '"ok":false' in packet:
            raise RuntimeError(f"a message was refused: {packet}")
        found = KEY.search(packet) if packet.startswith(NEWS) else None
        if found is not None and found[1] in self.missing:
            self._receive(found[1], packet)

    def _receive(self, key: str, packet: str) -> None:
        if self.missing[key] == self.listeners:
            self.packets.append(packet)
        self.missing[key] -= 1
        if not self.missing[key]:
            del self.missing[key]
            self.times.append(time.perf_counter() - self.due[key])


def load(plan: RoomPlan) -> RoomTaken:
    """Let everybody come in, speak as planned, and leave."""
    sockets: list[Socket] = []
    try:
        entered = _measured(plan, lambda: _enter(plan, sockets))
        with selectors.DefaultSelector() as selector:
            for each in sockets:
                selector.register(each, selectors.EVENT_READ, each)
            return _talk(Room(plan, selector, speakers=cycle(sockets)), entered)
    finally:
        for each in sockets:
            each.close()


def _enter(plan: RoomPlan, sockets: list[Socket]) -> tuple[list[float], int, int]:
    """One after the other: connect, and open the room."""
    times = []
    for cookie, csrf in plan.people:
        began = time.perf_counter()
        sockets.append(Socket(plan.port, cookie=cookie, csrf=csrf))
        ack = sockets[-1].ask("room:open", {"space": plan.space})
        times.append(time.perf_counter() - began)
    return times, len(times), len(json.dumps(ack))


def _talk(room: "Room", entered: Taken) -> RoomTaken:
    warming, paced, pressed = (Talk(len(room.plan.people)) for _ in range(3))
    room.press(warming, room.plan.warming)
    taken = _measured(room.plan, lambda: room.pace(paced, room.plan.paced))
    hurried = _measured(room.plan, lambda: room.press(pressed, room.plan.pressed))
    packets = warming.packets + paced.packets + pressed.packets
    return RoomTaken(entered, taken, hurried, [json.loads(packet[2:])[1] for packet in packets])


def _measured(plan: RoomPlan, work: Callable[[], tuple[list[float], int, int]]) -> Taken:
    """What `work` took; it returns the seconds of each, how many came of it, and the bytes of one."""
    server, load, began = processor_seconds(plan.pid), time.process_time(), time.perf_counter()
    times, came, size = work()
    return Taken(
        times=times,
        count=came,
        seconds=time.perf_counter() - began,
        server=processor_seconds(plan.pid) - server,
        load=time.process_time() - load,
        size=size,
    )


@dataclass(frozen=True, slots=True)
class Room:
    plan: RoomPlan
    selector: selectors.BaseSelector
    speakers: Iterator[Socket]
    lines: Iterator[str] = field(default_factory=lambda: map(prose.line, count(1)))

    def pace(self, talk: Talk, messages: int) -> tuple[list[float], int, int]:
        """One message each time it is due, until all have arrived everywhere."""
        began = time.perf_counter()
        for turn in range(messages):
            due = began + turn / self.plan.pace
            while (left := due - time.perf_counter()) > 0:
                self._listen(talk, left)
            self._speak(talk, due)
        return self._drained(talk)

    def press(self, talk: Talk, messages: int) -> tuple[list[float], int, int]:
        """The next message as soon as fewer than a few are under way, until all have arrived everywhere."""
        for _ in range(messages):
            self._listen_until(talk, self.plan.under_way - 1)
            self._speak(talk, time.perf_counter())
        return self._drained(talk)

    def _speak(self, talk: Talk, due: float) -> None:
        key = secrets.token_hex(16)
        talk.begin(key, due)
        said = {"space": self.plan.space, "key": key, "text": next(self.lines)}
        next(self.speakers).say("message:send", said)

    def _drained(self, talk: Talk) -> tuple[list[float], int, int]:
        self._listen_until(talk, 0)
        return talk.times, len(talk.times) * talk.listeners, len(talk.packets[-1].encode())

    def _listen_until(self, talk: Talk, allowed: int) -> None:
        """Listen until at most `allowed` messages are under way."""
        until = time.perf_counter() + PATIENCE
        while len(talk.missing) > allowed:
            self._listen(talk, 1.0)
            if time.perf_counter() > until:
                raise TimeoutError(f"{len(talk.missing)} messages did not arrive everywhere")

    def _listen(self, talk: Talk, seconds: float) -> None:
        for ready, _ in self.selector.select(seconds):
            for packet in ready.data.hear():
                talk.note(packet)
