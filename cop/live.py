"""The Socket.IO server: who is connected, what they may ask, and what is pushed to people (design.md rule 5).

Each socket joins one Socket.IO room, `person:<id>`. Every event reloads sign-in, person and standing: nothing that
was true at the handshake is trusted later.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from time import perf_counter
from typing import Any, TypeVar, get_type_hints

import sqlalchemy as sa
from flask import Flask, request
from flask import session as cookie
from flask_socketio import SocketIO, join_room
from flask_wtf.csrf import validate_csrf
from socketio.exceptions import ConnectionRefusedError as Refused
from wtforms import ValidationError

from cop import clock, logs, policy
from cop.config import Settings
from cop.db import session
from cop.errors import CopError, Forbidden, Invalid
from cop.models import Person, SignIn
from cop.policy import Actor

log = logging.getLogger("cop.live")

LARGEST_PACKET = 64 * 1024
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL and lone surrogates: JSON can say them, no database keeps them."""
SWEEP_SECONDS = 2
PING_SECONDS, PONG_SECONDS = 25, 20

type_of = TypeVar("type_of")
Ack = dict[str, Any]
Handler = Callable[[Actor, Any], Mapping[str, Any] | None]

HANDLERS: dict[str, tuple[type, Handler]] = {}
"""Every client event, with the shape of its payload and what answers it."""

_server: SocketIO | None = None
_sockets: dict[str, int] = {}
"""Sockets of this process: sid -> sign-in."""


def handles(event: str, shape: type) -> Callable[[Handler], Handler]:
    """Answer `event` with the decorated function: (actor, payload of `shape`) -> fields of the ack."""

    def register(handler: Handler) -> Handler:
        HANDLERS[event] = (shape, handler)
        return handler

    return register


def start(app: Flask, settings: Settings, *, async_mode: str) -> SocketIO:
    """A server for `app` that knows every handler registered so far."""
    global _server  # noqa: PLW0603 - one process has one server
    _server = SocketIO(
        app,
        async_mode=async_mode,  # type: ignore[arg-type]
        message_queue=settings.redis_url,
        cors_allowed_origins=[settings.origin],
        manage_session=False,
        cookie=None,
        logger=False,
        engineio_logger=False,
        ping_interval=PING_SECONDS,
        ping_timeout=PONG_SECONDS,
        max_http_buffer_size=LARGEST_PACKET,
    )
    _server.on_event("connect", _connect)
    _server.on_event("disconnect", _disconnect)
    for event, (shape, handler) in HANDLERS.items():
        _server.on_event(event, _answer(event, shape, handler))
    return _server


def server() -> SocketIO:
    """The server of this process."""
    if _server is None:
        raise RuntimeError("no server was started")
    return _server


def push(event: str, payload: Mapping[str, Any], *, to: Iterable[int]) -> None:
    """Send to every socket of these people, on every process. Best effort: clients catch up by themselves."""
    people = [f"person:{person_id}" for person_id in to]
    if _server is not None and people:
        _server.emit(event, payload, to=people)  # type: ignore[arg-type]  # a list of rooms is taken


def close_sign_ins(sign_in_ids: Iterable[int]) -> None:
    """End the sockets of these sign-ins on this process; other processes find out by their sweep."""
    ended = set(sign_in_ids)
    for sid in [sid for sid, sign_in_id in _sockets.items() if sign_in_id in ended]:
        _end(sid)


def sweep() -> None:
    """End the sockets whose sign-ins no longer stand, in one query: nothing depends on a message arriving (P6)."""
    watched = set(_sockets.values())
    if watched:
        stands = (
            sa.select(SignIn.id)
            .join(SignIn.person)
            .where(SignIn.id.in_(watched), SignIn.stands(), Person.deactivated_at.is_(None))
        )
        close_sign_ins(watched - set(session.scalars(stands)))
        session.remove()


def sweep_forever() -> None:
    """The sweep of this process, to run beside the server."""
    while True:
        server().sleep(SWEEP_SECONDS)
        try:
            sweep()
        except Exception:
            log.exception("sweep failed")
            session.remove()


def _end(sid: str) -> None:
    """End a socket of this process; for one that is ending anyway nothing happens."""
    _sockets.pop(sid, None)
    if _server is not None:
        _server.server.disconnect(sid, ignore_queue=True)  # type: ignore[attr-defined]


def _connect(auth: Any = None) -> None:
    """The handshake: a standing sign-in in the cookie, and the page's CSRF token beside it (S6).

    A client may also send an event of this name, which is no handshake.
    """
    if request.sid in _sockets:  # type: ignore[attr-defined]
        return
    logs.begin_request()
    try:
        validate_csrf(auth.get("csrf") if isinstance(auth, dict) else None)
        sign_in = SignIn.find(str(cookie.get("_user_id", "")))
        if sign_in is None:
            raise Refused("signed_out")
        _sockets[request.sid] = sign_in.id  # type: ignore[attr-defined]
        join_room(f"person:{sign_in.person_id}")
    except ValidationError as error:
        raise Refused("stale_page") from error
    finally:
        session.remove()


def _disconnect(_reason: Any = None) -> None:
    """The socket is gone, or its client sent an event of this name: then it goes now, or no sweep would find it."""
    _end(request.sid)  # type: ignore[attr-defined]


def _answer(event: str, shape: type, handler: Handler) -> Callable[..., Ack]:
    """Wrap `handler`: read the payload, reload the actor, turn refusals into acks, log without content."""

    def answer(payload: Any = None, *_: Any) -> Ack:
        logs.begin_request()
        began, code, person_id = perf_counter(), "ok", None
        try:
            actor = _actor()
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

    return answer


def _described(error: CopError) -> Ack:
    field = {"field": error.field} if error.field else {}
    return {"code": error.code, "message": error.message, **field}


class SignedOut(Forbidden):
    """The socket's sign-in has ended."""

    code = "signed_out"


def _actor() -> Actor:
    """Whoever this socket belongs to, as they stand now; a socket whose sign-in ended is closed."""
    sid = request.sid  # type: ignore[attr-defined]
    actor = policy.load_signed_in(_sockets.get(sid, 0))
    if actor is None:
        _end(sid)
        raise SignedOut("You are signed out. Sign in again; your text is kept.")
    return actor


def read(shape: type[type_of], payload: Any) -> type_of:
    """`payload` as the dataclass `shape`; unknown fields are ignored, wrong types and missing fields are Invalid.

    Fields are `str`, `int`, `bool` or optional ones of these; a bool is no int here (CVE-2026-27491's class).
    """
    if not isinstance(payload, dict):
        raise Invalid("That was not understood.")
    hints = get_type_hints(shape)
    values = {}
    for each in fields(shape):  # type: ignore[arg-type]
        if each.name not in payload and each.default is not MISSING:
            continue
        value = payload.get(each.name)
        if not _fits(value, hints[each.name]):
            raise Invalid("That was not understood.", field=each.name)
        values[each.name] = value
    return shape(**values)


def _fits(value: Any, hint: Any) -> bool:
    kinds = getattr(hint, "__args__", (hint,))
    if type(value) not in kinds or (isinstance(value, int) and abs(value) >= 2**53):
        return False
    return not (isinstance(value, str) and _UNSTORABLE.search(value))


@dataclass(frozen=True, slots=True)
class Nothing:
    """The payload of an event that carries none."""
