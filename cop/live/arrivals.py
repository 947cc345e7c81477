"""What stands between the library's two halves: who may connect, and which packets get any further (S27)."""

import logging
from typing import Any
from urllib.parse import parse_qs

from flask import session as cookie
from socketio.packet import ACK, BINARY_ACK, BINARY_EVENT, CONNECT, DISCONNECT, EVENT

from cop.allowances import Allowance, Allowances
from cop.errors import CopError, Invalid, TooFast
from cop.live import farewells
from cop.live.bounds import BURST, DOOR_EVERY, EVENTS_A_SECOND, FAR_BEYOND, Door, is_too_deep, weight
from cop.live.outbox import Outbox

log = logging.getLogger("cop.live")

TOO_MUCH = "That was too much at once. Wait a few seconds; your text is kept."

_OURS = (CONNECT, DISCONNECT, ACK)
_WITH_ATTACHMENTS = (BINARY_EVENT, BINARY_ACK)


class Arrivals:
    """Takes the place of Socket.IO's handlers on the Engine.IO server below it, and calls them."""

    def __init__(self, server: Any) -> None:
        self.server, self.engine, self.door = server, server.eio, Door()
        self.people = Allowances(BURST, a_second=EVENTS_A_SECOND)
        self.request, self.engine.handle_request = self.engine.handle_request, self.answer
        self.engine.on("connect", self.arrive)
        self.engine.on("message", self.hear)
        self.engine.on("disconnect", self.depart)

    def answer(self, environ: dict[str, Any], start_response: Any) -> Any:
        """A request. The library stumbles over a POST to a connection that is closed: it is refused here."""
        if environ["REQUEST_METHOD"] == "POST":
            (sid,) = parse_qs(environ["QUERY_STRING"]).get("sid", [""])[:1]
            if getattr(self.engine.sockets.get(sid), "closed", False):
                start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
                return [b"closed"]
        return self.request(environ, start_response)

    def arrive(self, eio_sid: str, environ: dict[str, Any]) -> Any:
        """A connection: it may stay if there is room at the door, and has a few seconds to sign in."""
        names = {"sign_in": _sign_in(environ), "address": environ.get("REMOTE_ADDR", "")}
        if not self.door.has_room(**names):
            log.warning("connection refused", extra={"reason": "too_many"})
            return "too_many"
        self.door.wait(eio_sid, **names)
        line = self.engine.sockets[eio_sid]
        line.session["names"] = names
        line.session["allowance"] = Allowance(BURST, a_second=EVENTS_A_SECOND)
        line.session["patience"] = Allowance(FAR_BEYOND, a_second=EVENTS_A_SECOND)
        if isinstance(line.queue, Outbox):
            line.queue.when_full = lambda: farewells.close(line, farewells.TOO_SLOW)
        return self.server._handle_eio_connect(eio_sid, environ)

    def let_in(self, eio_sid: str, *, person_id: int) -> None:
        """It has signed in: from now on what it sends counts for its person, through whichever socket it comes."""
        self.door.leave(eio_sid)
        line = self.engine.sockets.get(eio_sid)
        if line is not None:
            line.session["allowance"] = self.people.of(person_id)

    def hear(self, eio_sid: str, data: Any) -> None:
        """A packet: refused before it is parsed where it comes too fast, is too deep, or brings attachments."""
        line = self.engine.sockets.get(eio_sid)
        if line is None or line.closed:
            return
        is_allowed = line.session["allowance"].take(weight(data))
        if not is_allowed and not line.session["patience"].take():
            farewells.close(line, farewells.TOO_FAST)
        elif isinstance(data, str):
            self._pass_on(line, data, refusal=None if is_allowed else TooFast(TOO_MUCH))

    def _pass_on(self, line: Any, data: str, *, refusal: CopError | None) -> None:
        packet = self._understood(data)
        if packet is None:
            farewells.close(line, farewells.NOT_UNDERSTOOD)
        elif refusal is not None:
            self._refuse(line, packet, refusal)
        elif packet.packet_type in _WITH_ATTACHMENTS:
            self._refuse(line, packet, Invalid("That was not understood."))
        elif packet.packet_type == EVENT:
            self.server._handle_event(line.sid, packet.namespace, packet.id, packet.data)
        else:
            with self.door.answering(line.sid):
                self.server._handle_eio_message(line.sid, data)

    def _understood(self, data: str) -> Any:
        """`data` as a packet, None if it is none: so the library's handlers meet nothing that they stumble over."""
        try:
            packet = None if is_too_deep(data) else self.server.packet_class(encoded_packet=data)
        except (ValueError, RecursionError):
            return None
        if packet is None or packet.packet_type in _OURS:
            return packet
        is_event = isinstance(packet.data, list) and packet.data and isinstance(packet.data[0], str)
        return packet if is_event and packet.packet_type in (EVENT, *_WITH_ATTACHMENTS) else None

    def _refuse(self, line: Any, packet: Any, error: CopError) -> None:
        """Answer what goes no further, and keep nothing of it: attachments that follow are passed over."""
        if packet.id is not None:
            ack = {"ok": False, "error": {"code": error.code, "message": error.message}}
            self.server._send_packet(line.sid, self.server.packet_class(ACK, data=[ack], id=packet.id))

    def depart(self, eio_sid: str, reason: str) -> None:
        self.door.leave(eio_sid)
        self.server._handle_eio_disconnect(eio_sid, reason)

    def stand_again(self, eio_sid: str) -> None:
        """It is signed in no longer, though its connection is open: it stands at the door again."""
        line = self.engine.sockets.get(eio_sid)
        if line is not None and not line.closed and not line.closing:
            self.door.wait(eio_sid, **line.session["names"])

    def close_overdue(self) -> None:
        """Close what did not sign in in time."""
        for eio_sid in self.door.overdue():
            self.door.leave(eio_sid)
            line = self.engine.sockets.get(eio_sid)
            if line is not None:
                farewells.close(line, farewells.NOT_SIGNED_IN)

    def watch_door(self) -> None:
        """To run beside the server, for ever."""
        while True:
            self.server.sleep(DOOR_EVERY)
            try:
                self.close_overdue()
            except Exception:
                log.exception("the door was not watched")


def _sign_in(environ: dict[str, Any]) -> str:
    """The sign-in that a genuine cookie names, whether it still stands or not; empty without one."""
    with environ["flask.app"].request_context(environ):
        return str(cookie.get("_user_id", ""))
