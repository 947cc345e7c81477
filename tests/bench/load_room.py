"""The load on a room: two hundred people listen on a socket each, and take turns to speak.

Paced: messages leave at fixed moments, whatever became of the last one, and each is timed from the moment it was due
until the last receiver has it. Pressed: a few messages are always under way, for the deliveries a second.
"""

import json
import re
import secrets
import selectors
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any

from tests.bench import prose
from tests.bench.figures import Figures, percentiles, rates
from tests.bench.machine import processor_seconds
from tests.bench.sockets import Socket

PATIENCE = 20.0
KEY = re.compile(r'"key":"([^"]+)"')
NEWS = '42["message:new"'


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """`people` (cookie, CSRF token) listen in `space`; `paced` messages at `pace` a second, then `pressed` more."""

    port: int
    pid: int
    space: str
    people: list[tuple[str, str]]
    pace: float = 5.0
    paced: int = 75
    pressed: int = 150
    under_way: int = 4
    warming: int = 5


@dataclass(frozen=True, slots=True)
class RoomFigures:
    """`payloads` are those of the `message:new` that arrived, in the order they arrived in."""

    paced: Figures
    pressed: Figures
    payloads: list[dict[str, Any]]


@dataclass(slots=True)
class Round:
    """What is under way: key -> when it was due, and how many have yet to receive it."""

    listeners: int
    due: dict[str, float] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    packets: list[str] = field(default_factory=list)

    def begin(self, key: str, due: float) -> None:
        self.due[key], self.missing[key] = due, self.listeners

    def note(self, packet: str) -> None:
        """Somebody has received a packet."""
        if packet.startswith("43") and '"ok":false' in packet:
            raise RuntimeError(f"a message was refused: {packet}")
        found = KEY.search(packet) if packet.startswith(NEWS) else None
        if found is None or found[1] not in self.missing:
            return
        if self.missing[found[1]] == self.listeners:
            self.packets.append(packet)
        self.missing[found[1]] -= 1
        if not self.missing[found[1]]:
            del self.missing[found[1]]
            self.took.append(time.perf_counter() - self.due[found[1]])


def load(plan: RoomPlan) -> RoomFigures:
    """Connect everybody, let them speak as planned, and leave."""
    sockets: list[Socket] = []
    try:
        for cookie, csrf in plan.people:
            sockets.append(Socket(plan.port, cookie=cookie, csrf=csrf))
            sockets[-1].ask("room:open", {"space": plan.space})
        return _measure(plan, sockets)
    finally:
        for each in sockets:
            each.close()


def _measure(plan: RoomPlan, sockets: list[Socket]) -> RoomFigures:
    with selectors.DefaultSelector() as selector:
        for each in sockets:
            selector.register(each, selectors.EVENT_READ, each)
        room = Room(plan, selector, speakers=cycle(sockets))
        warming, paced, pressed = (Round(len(sockets)) for _ in range(3))
        room.press(warming, plan.warming)
        figures = room.cost(room.pace, paced, plan.paced), room.cost(room.press, pressed, plan.pressed)
    packets = warming.packets + paced.packets + pressed.packets
    return RoomFigures(*figures, payloads=[json.loads(packet[2:])[1] for packet in packets])


@dataclass(frozen=True, slots=True)
class Room:
    plan: RoomPlan
    selector: selectors.BaseSelector
    speakers: Iterator[Socket]
    lines: Iterator[str] = field(default_factory=lambda: map(prose.line, count(1)))

    def cost(self, speak: Any, talk: Round, messages: int) -> Figures:
        """Times and processor of `messages` spoken by `speak`; a delivery is the unit."""
        server, load, began = processor_seconds(self.plan.pid), time.process_time(), time.perf_counter()
        speak(talk, messages)
        cost = rates(
            count=messages * talk.listeners,
            began=began,
            ended=time.perf_counter(),
            server=processor_seconds(self.plan.pid) - server,
            load=time.process_time() - load,
        )
        return percentiles(talk.took) | cost

    def pace(self, talk: Round, messages: int) -> None:
        """One message each time it is due, until all have arrived everywhere."""
        began = time.perf_counter()
        for turn in range(messages):
            due = began + turn / self.plan.pace
            while (left := due - time.perf_counter()) > 0:
                self._listen(talk, left)
            self._speak(talk, due)
        self._drain(talk, 0)

    def press(self, talk: Round, messages: int) -> None:
        """The next message as soon as fewer than a few are under way, until all have arrived everywhere."""
        for _ in range(messages):
            self._drain(talk, self.plan.under_way - 1)
            self._speak(talk, time.perf_counter())
        self._drain(talk, 0)

    def _speak(self, talk: Round, due: float) -> None:
        key = secrets.token_hex(16)
        talk.begin(key, due)
        said = {"space": self.plan.space, "key": key, "text": next(self.lines)}
        next(self.speakers).say("message:send", said)

    def _drain(self, talk: Round, allowed: int) -> None:
        """Listen until at most `allowed` messages are under way."""
        until = time.perf_counter() + PATIENCE
        while len(talk.missing) > allowed:
            self._listen(talk, 1.0)
            if time.perf_counter() > until:
                raise TimeoutError(f"{len(talk.missing)} messages did not arrive everywhere")

    def _listen(self, talk: Round, seconds: float) -> None:
        for ready, _ in self.selector.select(seconds):
            for packet in ready.data.hear():
                talk.note(packet)
