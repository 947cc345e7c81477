"""The bare minimum of a live room: what one socket says goes to one Socket.IO room; no database, nobody is asked.

BENCH_PAYLOADS is a file of the payloads that the product sent, so that both send the same bytes. BENCH_QUEUE is the
message queue of several processes.
"""

import json
import os
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from flask import Flask
from flask_socketio import SocketIO, emit, join_room

app = Flask(__name__)
server = SocketIO(app, async_mode="gevent", message_queue=os.environ.get("BENCH_QUEUE"))
payloads: Iterator[dict[str, Any]] = cycle(json.loads(Path(os.environ["BENCH_PAYLOADS"]).read_text("utf-8")))


@server.on("connect")
def _enter(_auth: object = None) -> None:
    join_room("the room")


@server.on("room:open")
def _open(_asked: object) -> dict[str, Any]:
    return {"ok": True}


@server.on("message:send")
def _say(sent: dict[str, Any]) -> dict[str, Any]:
    emit("message:new", next(payloads) | {"key": sent["key"]}, to="the room")
    return {"ok": True}
