"""The application of wsgi.py in a process that can be told to fail: killed at a point, out of time, raising.

Told by files in the folder that COP_FAULTS names, so that a test speaks to a process that is running: `kill` holds the
name of a point and is used up by the kill, `clock` a number of seconds to be off by, `raise` makes every socket
handler fail while it exists. Nothing of this is in the product: what it calls is watched from outside.
"""

from gevent import monkey

monkey.patch_all()

import os
import re
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import local
from typing import Any

import gevent
import sqlalchemy as sa
from socketio.server import Server
from sqlalchemy.orm import Session

from cop import clock

FOLDER = Path(os.environ["COP_FAULTS"])
INSERT = re.compile(r"INSERT INTO message[ (]")
BROADCASTS = ("message:new",)
ACK = 3

here = local()
"""What happened in this greenlet."""


def told(what: str) -> str:
    try:
        return (FOLDER / what).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def shift_the_clock() -> None:
    """Before the models are imported: they keep the function for their defaults."""
    true_now, true_time = clock.now, time.time
    clock.now = lambda: true_now() + timedelta(seconds=float(told("clock") or 0))
    time.time = lambda: true_time() + float(told("clock") or 0)


shift_the_clock()

from cop import live


def die_at(point: str) -> None:
    """Die here and now if this is the point; only once, or the process that follows would die too."""
    if told("kill") == point:
        (FOLDER / "kill").unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def watch_statements() -> None:
    @sa.event.listens_for(sa.Engine, "before_cursor_execute")
    def before(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if INSERT.search(statement):
            die_at("before_insert")

    @sa.event.listens_for(sa.Engine, "after_cursor_execute")
    def after(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if INSERT.search(statement):
            here.said = True
            die_at("after_insert")

    @sa.event.listens_for(Session, "after_commit")
    def committed(_session: Session) -> None:
        if getattr(here, "said", False):
            here.said = False
            die_at("after_commit")


def watch_what_goes_out() -> None:
    """`after_push`: the line has been handed to the live channel and its author has no answer. `after_ack`: the author
    has the answer and the line reaches nobody else.
    """
    push, send = live.push, Server._send_packet

    def pushed(event: str, payload: Any, **to: Any) -> None:
        if event in BROADCASTS and told("kill") == "after_ack":
            return
        push(event, payload, **to)
        if event in BROADCASTS:
            gevent.sleep(0.2)
            die_at("after_push")

    def sent(self: Server, eio_sid: str, packet: Any) -> None:
        send(self, eio_sid, packet)
        if packet.packet_type == ACK and packet.data and "message" in packet.data[0]:
            gevent.sleep(0.2 if told("kill") == "after_ack" else 0)
            die_at("after_ack")

    live.push = pushed
    Server._send_packet = sent


def trouble_the_handlers() -> None:
    register = live.handles

    def handles(event: str, shape: type) -> Callable[[Any], Any]:
        def troubled(handler: Any) -> Any:
            def answer(actor: Any, payload: Any) -> Any:
                if told("raise"):
                    raise RuntimeError(f"made to fail with {payload}")
                return handler(actor, payload)

            register(event, shape)(answer)
            return handler

        return troubled

    live.handles = handles


watch_statements()
watch_what_goes_out()
trouble_the_handlers()

from wsgi import app

__all__ = ["app"]
