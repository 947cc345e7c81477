"""The Socket.IO server: who is connected, what they may ask, and what is pushed to people (design.md rule 5).

What is said is sent to people, and each process knows the sockets of its people. Every event reloads sign-in, person
and standing: nothing that was true at the handshake is trusted later.
"""

from flask import Flask
from flask_socketio import SocketIO

from cop.config import Settings
from cop.live import events
from cop.live.bounds import LARGEST_PACKET
from cop.live.draining import drain_on_sigterm, gate
from cop.live.events import HANDLERS, SignedOut, handles
from cop.live.hub import listen_forever, open_for, push, server
from cop.live.payloads import Nothing, read
from cop.live.sweeps import close_sign_ins, sweep, sweep_forever, watch_door

__all__ = [
    "HANDLERS",
    "LARGEST_PACKET",
    "Nothing",
    "SignedOut",
    "close_sign_ins",
    "drain_on_sigterm",
    "gate",
    "handles",
    "listen_forever",
    "push",
    "read",
    "server",
    "start",
    "sweep",
    "sweep_forever",
    "watch_door",
]


def start(app: Flask, settings: Settings, *, async_mode: str) -> SocketIO:
    """A server for `app` that knows every handler registered so far."""
    opened = open_for(app, settings, async_mode=async_mode)
    opened.on_event("connect", events.connect)
    opened.on_event("disconnect", events.disconnect)
    for event, (shape, handler) in HANDLERS.items():
        opened.server.on(event, events.answer(event, shape, handler))  # type: ignore[attr-defined]
    return opened
