"""The load on a meeting: eight people meet from the lobby to the record, and each page catches up with all it hears.

What is timed is each event, from when it was sent until the push that it causes has arrived at all others.
"""

import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.bench.figures import Taken
from tests.bench.machine import processor_seconds
from tests.bench.sockets import Socket

NEWS = '42["meeting:changed"'


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """`people` (cookie, CSRF token): who facilitates, then who presents, then the others. `bid` is the second’s."""

    port: int
    pid: int
    meeting: int
    people: list[tuple[str, str]]
    bid: int


@dataclass(slots=True)
class Table:
    """Those who meet, and how long the others waited for what each of them did."""

    plan: MeetingPlan
    sockets: list[Socket]
    version: int = 0
    said: int = 0
    times: list[float] = field(default_factory=list)
    size: int = 0

    def act(self, who: int, form: str) -> None:
        self.do(who, "meeting:act", {"form": f"{form}&version={self.version}"})

    def say(self, who: int, text: str) -> None:
        self.do(who, "meeting:say", {"text": text, "key": secrets.token_hex(16), "as_is": True})

    def do(self, who: int, event: str, payload: dict[str, Any]) -> None:
        """Do it, wait until all others have heard of it, then let every page catch up as pages do."""
        others = [each for index, each in enumerate(self.sockets) if index != who]
        began = time.perf_counter()
        opening = self.sockets[who].say(event, {"meeting": self.plan.meeting} | payload)
        for each in others:
            self.size = len(each.until(NEWS).encode())
        self.times.append(time.perf_counter() - began)
        ack = json.loads(self.sockets[who].until(opening)[len(opening) - 1 :])[0]
        if not ack["ok"]:
            raise RuntimeError(f"{payload} was refused: {ack}")
        self._catch_up()

    def _catch_up(self) -> None:
        """All pages at once ask for what is new."""
        asked = {"meeting": self.plan.meeting, "after": self.said}
        for each, opening in [(each, each.say("meeting:sync", asked)) for each in self.sockets]:
            ack = json.loads(each.until(opening)[len(opening) - 1 :])[0]
            self.version, self.said = ack["version"], ack["said"]


def load(plan: MeetingPlan) -> Taken:
    """Hold the whole meeting."""
    sockets: list[Socket] = []
    try:
        for cookie, csrf in plan.people:
            sockets.append(Socket(plan.port, cookie=cookie, csrf=csrf))
        table = Table(plan, sockets)
        table.version = sockets[0].ask("meeting:open", {"meeting": plan.meeting})["version"]
        server, own, began = processor_seconds(plan.pid), time.process_time(), time.perf_counter()
        for who, what in script(len(sockets), plan.bid):
            table.say(who, what[1:]) if what.startswith(":") else table.act(who, what)
        return Taken(
            times=table.times,
            count=len(table.times),
            seconds=time.perf_counter() - began,
            server=processor_seconds(plan.pid) - server,
            load=time.process_time() - own,
            size=table.size,
        )
    finally:
        for each in sockets:
            each.close()


def script(people: int, bid: int) -> Iterator[tuple[int, str]]:
    """Who does what, from the lobby to the record; a word that begins with a colon is said."""
    everybody = range(people)
    yield 0, "act=move&value=check_in"
    for _ in everybody:
        yield 0, "act=next"
    yield 0, ":We have begun."
    yield 0, "act=move&value=review_actions"
    yield 0, "act=move&value=bidding"
    yield 0, f"act=propose&bid={bid}"
    yield from ((who, "act=yes&value=order") for who in range(1, people // 2 + 2))
    yield 1, "act=ready&value=yes"
    yield 0, "act=move&value=slot.present"
    yield from ((1, f":What troubles me, in its part {number}.") for number in range(1, 6))
    yield 0, "act=move&value=slot.clarify"
    yield from _asked(range(2, people), "How many people is that?")
    yield 0, "act=move&value=slot.explore"
    yield from _asked(range(2, people), "What would you miss?")
    yield 1, "act=sit"
    yield 0, "act=round"
    yield 2, "act=time-out"
    yield 0, "act=resume"
    yield 0, "act=extend&value=2"
    yield 0, "act=move&value=slot.summarise"
    yield 1, "act=move&value=slot.actions"
    yield 1, "act=action&text=Ask+the+chair"
    yield 1, "act=move&value=slot.feedback"
    for _ in everybody:
        yield 0, "act=next"
    yield 0, "act=move&value=close"
    yield 0, "act=settle&value=poll"


def _asked(who: range, question: str) -> Iterator[tuple[int, str]]:
    """Each raises a hand, has the floor, asks, and is answered."""
    for each in who:
        yield each, "act=raise"
        yield 0, "act=next"
        yield each, f":{question}"
        yield 1, ":That is what I have yet to find out."
