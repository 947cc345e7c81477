"""The Socket.IO server of this process, its seats and the ends of them."""

import json
import logging
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask import Flask
from flask_socketio import SocketIO

from cop.config import Settings
from cop.live import farewells, seats
from cop.live.arrivals import Arrivals
from cop.live.bounds import LARGEST_PACKET, MOST_SEATS
from cop.live.bus import Bus
from cop.live.fanout import WEBSOCKETS, Enqueue, Fanout
from cop.live.outbox import Outbox
from cop.models import SignIn

log = logging.getLogger("cop.live")

PING_SECONDS, PONG_SECONDS = 25, 20

_server: SocketIO | None = None
_arrivals: Arrivals | None = None
_bus: Bus | None = None


def _enqueue() -> Enqueue:
    return server().server._send_eio_packet  # type: ignore[attr-defined]


_fanout = Fanout(seats.of_people, _enqueue)


def open_for(app: Flask, settings: Settings, *, async_mode: str) -> SocketIO:
    """Make the server of `app`. On greenlets it gets our outboxes and WebSockets, on threads it keeps its own."""
    global _server, _arrivals, _bus  # noqa: PLW0603 - one process has one server
    _server = SocketIO(
        app,
        async_mode=async_mode,  # type: ignore[arg-type]
        cors_allowed_origins=[settings.origin],
        manage_session=False,
        cookie=None,
        logger=False,
        engineio_logger=False,
        ping_interval=PING_SECONDS,
        ping_timeout=PONG_SECONDS,
        max_http_buffer_size=LARGEST_PACKET,
    )
    if async_mode == "gevent":
        ours = {"queue": Outbox, "websocket": WEBSOCKETS[settings.fanout]}
        _engine()._async = _engine()._async | ours
    _arrivals = Arrivals(_server.server)  # type: ignore[attr-defined]
    _bus = None
    if settings.redis_url:
        _bus = Bus(settings.redis_url, spawn=_server.start_background_task, heard=_hear)
    return _server


def server() -> SocketIO:
    """The server of this process."""
    if _server is None:
        raise RuntimeError("no server was started")
    return _server


def arrivals() -> Arrivals:
    """Who is at the door of this process."""
    if _arrivals is None:
        raise RuntimeError("no server was started")
    return _arrivals


def seat(sid: str, sign_in: SignIn) -> None:
    """Let the socket `sid` hear what is said to the person of `sign_in`; the oldest of too many makes room."""
    eio_sid = server().server.manager.eio_sid_from_sid(sid, "/")  # type: ignore[attr-defined]
    taken = seats.Seat(sid, eio_sid, sign_in.id, sign_in.person_id)
    line = line_of(taken)
    if line is not None and isinstance(line.queue, Outbox):
        taken.outbox = line.queue
    arrivals().let_in(eio_sid, person_id=taken.person_id)
    seats.take(taken)
    for oldest in seats.of_person(taken.person_id)[:-MOST_SEATS]:
        close(oldest, farewells.TOO_MANY)


def lines() -> list[Any]:
    """Every Engine.IO connection of this process, signed in or not."""
    return list(_engine().sockets.values())


def is_idle() -> bool:
    """Whether all that was pushed is on its way, here and to other processes."""
    return _fanout.is_idle() and (_bus is None or _bus.is_idle())


def line_of(seat: seats.Seat) -> Any:
    """The Engine.IO connection of a seat; None where there is none, as in tests."""
    return _engine().sockets.get(seat.eio_sid)


def close(seat: seats.Seat, farewell: farewells.Farewell) -> None:
    """Close a seat's connection with a reason."""
    line = line_of(seat)
    if line is None:
        end(seat.sid)
    else:
        farewells.close(line, farewell)


def push(event: str, payload: Mapping[str, Any], *, to: Iterable[int]) -> None:
    """Send to every socket of these people, on every process. Best effort: clients catch up by themselves."""
    people = tuple(dict.fromkeys(to))
    if _server is not None and people:
        text = "2" + json.dumps([event, payload], separators=(",", ":"))
        _tell_here(text, people)
        if _bus is not None:
            _bus.tell({"text": text, "to": people})


def end_sign_ins(sign_in_ids: Collection[int]) -> None:
    """End the sockets of these sign-ins on every process: here now, elsewhere as soon as the bus gets there."""
    end_sign_ins_here(sign_in_ids)
    if _bus is not None and sign_in_ids:
        _bus.tell({"ended": list(sign_in_ids)})


def end_sign_ins_here(sign_in_ids: Collection[int]) -> None:
    for each in seats.of_sign_ins(sign_in_ids):
        end(each.sid)


def listen_forever() -> None:
    """Hear the other processes: to run beside the server. Without COP_REDIS_URL there are none."""
    if _bus is not None:
        _bus.listen_forever()


def _hear(message: Mapping[str, Any]) -> None:
    if "ended" in message:
        end_sign_ins_here(set(message["ended"]))
    else:
        _tell_here(message["text"], message["to"])


def _tell_here(text: str, people: Iterable[int]) -> None:
    if server().async_mode == "gevent":  # type: ignore[attr-defined]
        _fanout.tell(text, people)
    else:
        _fanout.deliver([text], people)


def end(sid: str) -> None:
    """End a socket of this process; for one that is ending anyway nothing happens."""
    left = seats.leave(sid)
    if _server is not None:
        _server.server.disconnect(sid, ignore_queue=True)  # type: ignore[attr-defined]
    if left is not None:
        arrivals().stand_again(left.eio_sid)


def _engine() -> Any:
    return server().server.eio  # type: ignore[attr-defined]
