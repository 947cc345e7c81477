"""What a client may ask, and how it is answered: every event reloads sign-in, person and standing."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from flask import request
from flask import session as cookie
from flask_wtf.csrf import validate_csrf
from socketio.exceptions import ConnectionRefusedError as Refused
from wtforms import ValidationError

from cop import clock, logs, policy
from cop.db import session
from cop.errors import CopError, Forbidden
from cop.live import hub, seats
from cop.live.farewells import FAREWELLS
from cop.live.payloads import read
from cop.models import SignIn
from cop.policy import Actor

log = logging.getLogger("cop.live")

Ack = dict[str, Any]
Handler = Callable[[Actor, Any], Mapping[str, Any] | None]

HANDLERS: dict[str, tuple[type, Handler]] = {}
"""Every client event, with the shape of its payload and what answers it."""


REASONS = {
    "server disconnect",
    "client disconnect",
    "ping timeout",
    "transport close",
    "transport error",
    *(each.reason for each in FAREWELLS),
}
"""Why a socket may have ended; whatever else is given, a client made up."""


class SignedOut(Forbidden):
    """The socket's sign-in has ended."""

    code = "signed_out"


def handles(event: str, shape: type) -> Callable[[Handler], Handler]:
    """Answer `event` with the decorated function: (actor, payload of `shape`) -> fields of the ack."""

    def register(handler: Handler) -> Handler:
        HANDLERS[event] = (shape, handler)
        return handler

    return register


def connect(auth: Any = None) -> None:
    """The handshake: a standing sign-in in the cookie, and the page's CSRF token beside it (S6).

    A client may also send an event of this name, which is no handshake.
    """
    sid: str = request.sid  # type: ignore[attr-defined]
    if seats.find(sid):
        return
    logs.begin_request(address=request.remote_addr)
    try:
        validate_csrf(auth.get("csrf") if isinstance(auth, dict) else None)
        sign_in = SignIn.find(str(cookie.get("_user_id", "")))
        if sign_in is None:
            logs.note("refused", code="signed_out", route="socket")
            raise Refused("signed_out")
        hub.seat(sid, sign_in)
    except ValidationError as error:
        logs.note("refused", code="stale_page", route="socket")
        raise Refused("stale_page") from error
    finally:
        session.remove()


def disconnect(reason: Any = None) -> None:
    """The socket is gone, or its client sent an event of this name: then it goes now, or no sweep would find it."""
    is_known = isinstance(reason, str) and reason in REASONS
    log.info("socket ended", extra={"reason": reason if is_known else "its own"})
    hub.end(request.sid)  # type: ignore[attr-defined]


def answer(event: str, shape: type, handler: Handler) -> Callable[..., Ack]:
    """Wrap `handler`: read the payload, reload the actor, turn refusals into acks, log without content.

    It runs without a request of Flask's: one would be made for each event, to say what was true at the handshake.
    """

    def answered(sid: str, payload: Any = None, *_: Any) -> Ack:
        logs.begin_request()
        with _counted(sid):
            return answer_now(sid, payload)

    def answer_now(sid: str, payload: Any) -> Ack:
        began, code, person_id = perf_counter(), "ok", None
        try:
            actor = _actor(sid)
            person_id = actor.id
            return {"ok": True, **(handler(actor, read(shape, payload)) or {})}
        except CopError as error:
            code = error.code
            return {"ok": False, "error": _described(error)}
        except Exception:
            code = "failed"
            log.exception("event failed", extra={"event": event})
            return {"ok": False, "error": {"code": code, "message": "Something went wrong here. Try again."}}
        finally:
            session.remove()
            milliseconds = clock.milliseconds_since(began)
            log.info("event", extra={"event": event, "person": person_id, "code": code, "ms": milliseconds})

    return answered


@contextmanager
def _counted(sid: str) -> Iterator[None]:
    """Count an event as running until its answer stands: a process that ends waits for it."""
    seat = seats.find(sid)
    if seat is None:
        yield
        return
    seat.running += 1
    try:
        yield
    finally:
        seat.running -= 1


def _described(error: CopError) -> Ack:
    field = {"field": error.field} if error.field else {}
    return {"code": error.code, "message": error.message, **field}


def _actor(sid: str) -> Actor:
    """Whoever this socket belongs to, as they stand now; a socket whose sign-in ended is closed."""
    seat = seats.find(sid)
    actor = policy.load_signed_in(seat.sign_in_id) if seat else None
    if actor is None:
        hub.end(sid)
        raise SignedOut("You are signed out. Sign in again; your text is kept.")
    return actor
