"""What one message costs before it is fanned out, counted in this process: statements, and processor time."""

import json
import time
from collections.abc import Callable
from typing import Any

from flask_socketio import SocketIOTestClient

from cop import live
from tests.bench import prose, queries
from tests.bench.data import Site
from tests.bench.figures import Figures
from tests.bench.live import sites
from tests.people import key

SPEAKERS, EACH, ROUNDS = 50, 6, 4
"""So many speak so often in each round; the round that took least counts, as it was disturbed least."""


def rows(site: Site) -> dict[str, tuple[Figures, Figures]]:
    """From the packet's arrival to the push's being handed over, and the packet of the acknowledgement encoded."""
    sites.rest()
    people = [queries.socket(site, reader) for reader in site.readers[:SPEAKERS]]
    said = {"words alone": _words, "with a stress and a link": prose.line}
    saying = {
        f"message:send, {name}": _cost(people, lambda number, text=text: _saying(site, text(number)))  # type: ignore[misc]
        for name, text in said.items()
    }
    opening = _cost(people, lambda _: ("room:open", {"space": site.space}))
    for each in people:
        each.disconnect()
    return {name: (figures, {}) for name, figures in (saying | {"room:open, 50 lines": opening}).items()}


def _saying(site: Site, text: str) -> tuple[str, dict[str, Any]]:
    return "message:send", {"space": site.space, "key": key(), "text": text}


def _words(number: int) -> str:
    return f"{number} and {prose.WORDS[number % len(prose.WORDS)]}, as we said on Thursday. What do you think of it?"


def _cost(people: list[SocketIOTestClient], event: Callable[[int], tuple[str, dict[str, Any]]]) -> Figures:
    server = live.server().server
    acks: list[str] = []
    send, push = server._send_packet, live.push
    server._send_packet = lambda _, packet: acks.append(packet.encode())
    live.push = lambda *_, **__: None  # the fan-out is measured elsewhere
    try:
        best = min(_round(people, event, turn) for turn in range(ROUNDS))
        with queries.counted() as statements:
            _hear(people[0], event(0))
    finally:
        server._send_packet, live.push = send, push
    if any('"ok":true' not in ack[:60] for ack in acks):
        raise RuntimeError("the server refused what was to be measured")
    return {"queries": len(statements), "server_ms": round(1000 * best, 2)}


def _round(people: list[SocketIOTestClient], event: Callable[[int], Any], turn: int) -> float:
    sites.rest()
    events = [event(turn * 10_000 + number) for number in range(len(people) * EACH)]
    packets = [f"2{number}{json.dumps(each)}" for number, each in enumerate(events)]
    began = time.process_time()
    for number, packet in enumerate(packets):
        live.server().server._handle_eio_message(people[number % len(people)].eio_sid, packet)
    return (time.process_time() - began) / len(packets)


def _hear(who: SocketIOTestClient, event: Any) -> None:
    live.server().server._handle_eio_message(who.eio_sid, f"21{json.dumps(event)}")
