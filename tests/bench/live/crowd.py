"""The load: many sockets in one process, which listen and take turns to speak. One loop, with nothing dear in it.

Every socket hears every line, so the last receiver of a line is found by counting: a line has arrived everywhere once
each socket has heard as many. One of them is read in full, and says which line was which.
"""

import select
import time
from dataclasses import dataclass, field
from typing import Any

from tests.bench.live.clients import AT_ONCE, NEWS, PING, PONG, REFUSED, Client, Door, Observer, Step
from tests.bench.sockets import PATIENCE, Refused

NAP = 0.001
"""Seconds between two looks at what has arrived: so much later, at most, may a line seem to come."""
QUIET = 0.4
"""Seconds without a word after which nothing more is on its way."""

Person = tuple[str, str]
"""Cookie and CSRF token."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What to say and when: (key, text, seconds after `begin`), of `messages` that will be said in all."""

    space: str
    begin: float
    lines: list[tuple[str, str, float]]
    messages: int
    patience: float


@dataclass(slots=True)
class Heard:
    """By key: when a line was due, and when the last socket of the crowd had it. Refusals, and processor time."""

    due: dict[str, float] = field(default_factory=dict)
    done: dict[str, float] = field(default_factory=dict)
    refused: int = 0
    processor: float = 0.0
    seconds: float = 0.0
    samples: list[dict[str, Any]] = field(default_factory=list)


class Crowd:
    """The sockets of one process."""

    def __init__(self) -> None:
        self.clients: dict[int, Client] = {}
        self._poll = select.epoll()
        self._missing: list[int] = []
        self._done: list[float] = []
        self._refused = 0
        self._observer = Observer()
        self._observed = -1

    def enter(self, door: Door, people: list[Person], within: float) -> list[float]:
        """Everybody comes in, evenly spread over `within` seconds; returns for how long each had to wait."""
        began, coming = time.perf_counter(), []
        for turn, (cookie, csrf) in enumerate(people):
            self._come_in_until(coming, began + turn * within / len(people))
            client = Client(door, cookie, csrf)
            coming.append(client)
            self.clients[client.fileno()] = client
            self._poll.register(client, select.EPOLLIN)
        until = time.perf_counter() + PATIENCE
        while any(client.step is not Step.HERE for client in coming):
            self._listen(0.05)
            if time.perf_counter() > until:
                raise TimeoutError("somebody did not come in")
        return [client.here_at - client.begun_at for client in coming]

    def last_here(self) -> float:
        """Seconds between the first knock and the last one's being current."""
        everybody = self.clients.values()
        return max(each.here_at for each in everybody) - min(each.begun_at for each in everybody)

    def leave(self) -> None:
        for client in self.clients.values():
            client.close()
        self.__init__()  # type: ignore[misc]  # an empty crowd

    def settle(self) -> None:
        """Let what is still on its way arrive."""
        until = time.perf_counter() + PATIENCE
        while self._listen(QUIET) and time.perf_counter() < until:
            continue

    def talk(self, turn: Turn) -> Heard:
        """Say the lines when they are due, listen until every socket has heard all of them or patience ends."""
        self._begin(turn.messages)
        heard, speakers = Heard(), list(self.clients.values())
        while (left := turn.begin - time.perf_counter()) > 0:
            self._listen(left)
        used, began = time.process_time(), time.perf_counter()
        for number, (key, text, after) in enumerate(turn.lines):
            heard.due[key] = turn.begin + after
            while (left := heard.due[key] - time.perf_counter()) > 0:
                self._listen(left)
            speaker = speakers[(number * 7) % len(speakers)]
            speaker.say({"space": turn.space, "key": key, "text": text})
            self._listen(0)
        until = time.perf_counter() + turn.patience
        while self._missing[-1] and not self._refused and time.perf_counter() < until:
            self._listen(0.05)
        heard.seconds, heard.processor = time.perf_counter() - began, time.process_time() - used
        heard.done = {key: at for key, at in zip(self._observer.keys, self._done, strict=False) if at}
        heard.refused, heard.samples = self._refused, self._observer.samples
        return heard

    def _begin(self, messages: int) -> None:
        self._missing, self._done, self._refused = [len(self.clients)] * messages, [0.0] * messages, 0
        self._observer, self._observed = Observer(), next(iter(self.clients))
        for client in self.clients.values():
            client.count = 0

    def _come_in_until(self, coming: list[Client], moment: float) -> None:
        while (left := moment - time.perf_counter()) > 0:
            self._listen(left)
        if coming:
            self._listen(0)

    def _listen(self, seconds: float) -> int:
        """Take in what has arrived, for which it waits at most `seconds`; returns at how many sockets something had."""
        ready = self._await(seconds)
        for fd, _ in ready:
            client = self.clients[fd]
            data = client.recv(AT_ONCE)
            if not data:
                raise Refused("the server closed a connection")
            if client.step is not Step.HERE:
                client.come_in(data)
                continue
            if PING in data:
                client.send(PONG)
            if fd == self._observed:
                self._observer.hear(data)
            self._count(client, client.tail + data)
        return len(ready)

    def _await(self, seconds: float) -> list[tuple[int, int]]:
        """Look every `NAP`. To be woken by each line would cost the server, which shares this machine."""
        until = time.perf_counter() + seconds
        while not (ready := self._poll.poll(0)) and (left := until - time.perf_counter()) > 0:
            time.sleep(min(left, NAP))
        return ready

    def _count(self, client: Client, came: bytes) -> None:
        """Count the lines in what a client has heard. A mark that is cut in two is found with the next piece."""
        client.tail = came[1 - len(NEWS) :]
        if client.asked and REFUSED in came:
            self._refused += 1
        heard, missing = client.count + came.count(NEWS), self._missing
        for number in range(client.count, min(heard, len(missing))):
            missing[number] -= 1
            if not missing[number]:
                self._done[number] = time.perf_counter()
        client.count = heard
