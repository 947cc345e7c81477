"""Forced reconnects: readers are cut off again and again while others write, edit and remove, and lose answers.

In the end everybody must hold exactly what somebody who comes in anew is shown: nothing lost, nothing twice.
"""

import json
import random
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from tests.bench import prose
from tests.bench.sockets import Socket

READERS, SPEAKERS, ROUNDS = 25, 10, 40
PATIENT = 60
"""How often somebody tries who is told to wait half a second."""
NEWS = ('42["message:new"', '42["message:changed"')
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GapPlan:
    port: int
    space: str
    people: list[tuple[str, str]]
    seed: int = 1


@dataclass(frozen=True, slots=True)
class GapTaken:
    reconnects: int
    lines: int
    lost: int
    duplicated: int


@dataclass(slots=True)
class Reader:
    """Who reads as the page does: pushes in their order, a gap by asking for what changed."""

    plan: GapPlan
    who: tuple[str, str]
    pulse: int | None = None
    lines: dict[int, Line] = field(default_factory=dict)
    socket: Socket | None = None

    def come_back(self) -> None:
        self.socket = Socket(self.plan.port, cookie=self.who[0], csrf=self.who[1])
        self._catch_up("room:open")

    def cut(self) -> None:
        if self.socket:
            self.socket.close()

    def look(self) -> None:
        """As the heartbeat does: a higher pulse than one's own reveals what was lost."""
        if self._ask("room:here", {})["pulse"] != self.pulse:
            self._catch_up("room:sync")

    def _catch_up(self, event: str) -> None:
        ack = self._ask(event, {"after": self.pulse})
        if ack["reset"]:
            self.lines.clear()
        for line in ack["messages"]:
            self._take(line)
        self.pulse = max(ack["pulse"], self.pulse or 0)

    def _ask(self, event: str, asked: dict[str, Any]) -> Any:
        """The ack; what is pushed meanwhile is taken in."""
        assert self.socket is not None
        opening, ack = self.socket.say(event, {"space": self.plan.space, **asked}), None
        while ack is None:
            for packet in self.socket.hear():
                if packet.startswith(opening):
                    ack = json.loads(packet[len(opening) - 1 :])[0]
                elif packet.startswith(NEWS):
                    self._hear(json.loads(packet[2:])[1])
        if not ack["ok"]:
            raise RuntimeError(f"{event} was refused: {ack}")
        return ack

    def _hear(self, line: Line) -> None:
        self._take(line)
        if self.pulse is not None and line["changed"] == self.pulse + 1:
            self.pulse += 1

    def _take(self, line: Line) -> None:
        if line["changed"] > self.lines.get(line["id"], line | {"changed": 0})["changed"]:
            self.lines[line["id"]] = line


@dataclass(slots=True)
class Speaker:
    """Who says, edits and removes; now and then the answer is lost, and the same is sent again."""

    plan: GapPlan
    who: tuple[str, str]
    said: list[str] = field(default_factory=list)
    mine: list[Line] = field(default_factory=list)
    socket: Socket | None = None

    def connected(self) -> Socket:
        if self.socket is None:
            self.socket = Socket(self.plan.port, cookie=self.who[0], csrf=self.who[1])
        return self.socket

    def speak(self, text: str, *, loses_answer: bool) -> None:
        words = {"space": self.plan.space, "key": secrets.token_hex(16), "text": text}
        if loses_answer:
            self.connected().say("message:send", words)
            self.connected().close()
            self.socket = None
        self.said.append(words["key"])
        self.mine.append(self._done("message:send", words))

    def change(self, chance: random.Random) -> None:
        """Edit or remove a line of one's own."""
        if not self.mine:
            return
        line = self.mine.pop(chance.randrange(len(self.mine)))
        seen = {"message": line["id"], "changed": line["changed"]}
        if chance.random() < 0.5:
            self.mine.append(self._done("message:edit", seen | {"text": prose.line(chance.randrange(10**6))}))
        else:
            self._done("message:remove", seen)

    def _done(self, event: str, asked: dict[str, Any]) -> Line:
        """The line as it then is; whoever is faster than people read waits, as their page does."""
        for _ in range(PATIENT):
            ack = self.connected().ask(event, asked)
            if ack["ok"]:
                return dict(ack["message"])
            if ack["error"]["code"] != "too_fast":
                break
            time.sleep(0.5)
        raise RuntimeError(f"{event} was refused: {ack}")


def load(plan: GapPlan) -> GapTaken:
    """A thousand reconnects; what each reader holds in the end, against what is shown to who comes in anew."""
    chance = random.Random(plan.seed)
    readers = [Reader(plan, who) for who in plan.people[:READERS]]
    speakers = [Speaker(plan, who) for who in plan.people[READERS : READERS + SPEAKERS]]
    for reader in readers:
        reader.come_back()
    for _ in range(ROUNDS):
        _round(readers, speakers, chance)
    for reader in readers:
        reader.look()
    shown = _shown(plan, plan.people[READERS])
    keys = [line["key"] for line in shown.values()]
    said = {key for speaker in speakers for key in speaker.said}
    return GapTaken(
        reconnects=READERS * ROUNDS,
        lines=len(shown),
        lost=len(said - set(keys)) + sum(_differing(reader.lines, shown) for reader in readers),
        duplicated=len(keys) - len(set(keys)),
    )


def _round(readers: list[Reader], speakers: list[Speaker], chance: random.Random) -> None:
    """All are cut off; others write, edit and remove before, between and after those who come back."""
    for reader in readers:
        reader.cut()
    for number, reader in enumerate(chance.sample(readers, len(readers))):
        if number % 5 == 0:
            speaker = chance.choice(speakers)
            speaker.speak(prose.line(chance.randrange(10**6)), loses_answer=number == 0)
            chance.choice(speakers).change(chance)
        reader.come_back()


def _shown(plan: GapPlan, who: tuple[str, str]) -> dict[int, Line]:
    """The whole room, as a fresh page scrolls back through it."""
    socket = Socket(plan.port, cookie=who[0], csrf=who[1])
    page = socket.ask("room:open", {"space": plan.space})["messages"]
    shown = {line["id"]: line for line in page}
    while page and page[0]["seq"] > 1:
        page = socket.ask("room:older", {"space": plan.space, "before": page[0]["seq"]})["messages"]
        shown |= {line["id"]: line for line in page}
    socket.close()
    return shown


def _differing(held: dict[int, Line], shown: dict[int, Line]) -> int:
    return sum(held.get(each) != shown.get(each) for each in held.keys() | shown.keys())
