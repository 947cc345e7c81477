"""Talk at a pace, and talk that goes faster until it breaks; what was heard, as figures."""

import secrets
import time
from dataclasses import dataclass

from tests.bench import prose
from tests.bench.figures import Figures, percentiles
from tests.bench.live import sites
from tests.bench.live.crowd import Heard, Turn
from tests.bench.live.workers import Worker
from tests.bench.machine import processor_seconds
from tests.bench.servers import Server

LATE = 0.5
"""Seconds within which 95 of 100 lines must have arrived everywhere for a pace to count as sustained."""

SOON, STEP, FASTER, CLOSE = 0.3, 2.0, 1.4, 1.1
"""Seconds until a talk begins, seconds of a step, how much faster the next one is, and what is near enough."""

MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class Audience:
    """`size` people in a room, in a crowd for each of `servers`."""

    servers: list[Server]
    workers: list[Worker]
    space: str
    size: int

    def talk(self, *, a_second: float, seconds: float, patience: float = 5.0) -> "Talked":
        sites.rest()
        for worker in self.workers:
            worker.ask("settle")
        for worker in self.workers:
            worker.answer()
        messages = max(2, round(a_second * seconds))
        lines = [(secrets.token_hex(16), _line(number), number / a_second) for number in range(messages)]
        used, begin = self._processor(), time.perf_counter() + SOON
        for turn, worker in enumerate(self.workers):
            mine = lines[turn :: len(self.workers)]
            worker.ask("talk", turn=Turn(self.space, begin, mine, messages, patience))
        heard = [worker.answer() for worker in self.workers]
        return Talked(self.size, begin, heard, self._processor() - used)

    def faster_and_faster(self, *, deliveries: float) -> Figures:
        """The most deliveries a second at which people still hear in time, looked for from `deliveries` a second on."""
        best, rate, low, high = None, deliveries / self.size, 0.0, 0.0
        for _ in range(MOST_STEPS):
            talked = self.talk(a_second=rate, seconds=STEP, patience=2.0)
            if talked.is_in_time():
                best, low = talked, rate
            else:
                high = rate
            if high and low and high / low < CLOSE:
                break
            rate = _next_rate(low, high)
        return best.sustained() if best else Figures(deliveries_a_second=0)

    def _processor(self) -> float:
        return sum(processor_seconds(server.pid) for server in self.servers)


@dataclass(frozen=True, slots=True)
class Talked:
    """What `size` people heard of lines that were said from `begin` on."""

    size: int
    begin: float
    heard: list[Heard]
    server: float

    def times(self) -> list[float]:
        """Seconds from the moment each line was due until its last receiver had it; lines that all heard."""
        due = {key: at for heard in self.heard for key, at in heard.due.items()}
        everywhere = [key for key in due if all(key in heard.done for heard in self.heard)]
        return [max(heard.done[key] for heard in self.heard) - due[key] for key in everywhere]

    def messages(self) -> int:
        return sum(len(heard.due) for heard in self.heard)

    def refused(self) -> int:
        return sum(heard.refused for heard in self.heard)

    def is_in_time(self) -> bool:
        times = self.times()
        return len(times) == self.messages() and percentiles(times)["p95_ms"] < 1000 * LATE

    def paced(self) -> Figures:
        times = self.times()
        spent = max(heard.seconds for heard in self.heard)
        return (percentiles(times) if times else {}) | {
            "server_share": round(self.server / spent, 2),
            "load_share": round(max(heard.processor / heard.seconds for heard in self.heard), 2),
            "missing": self.messages() - len(times),
            "count": len(times),
        }

    def sustained(self) -> Figures:
        last = max(at for heard in self.heard for at in heard.done.values())
        a_second = len(self.times()) / (last - self.begin)
        figures = {
            "deliveries_a_second": round(a_second * self.size),
            "messages_a_second": round(a_second, 1),
        }
        return figures | self.paced()


def _next_rate(low: float, high: float) -> float:
    """Faster while all goes well, slower while nothing does, between the two once both are known."""
    if not high:
        return low * FASTER
    return (low * high) ** 0.5 if low else high / 2


def _line(number: int) -> str:
    """Three of four lines are words, one of those with a link; the fourth has a stress and a link."""
    said = prose.line(number)
    return said if number % 4 == 0 else said.replace("**", "")
