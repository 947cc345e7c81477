"""The bare minimum of a live meeting: whatever one socket does is told to a room of eight; no database, no rule."""

from typing import Any

from flask import Flask
from flask_socketio import SocketIO, emit, join_room

app = Flask(__name__)
server = SocketIO(app, async_mode="gevent")
told = {"meeting": 1, "pulse": 0, "said": 0, "version": 1, "state": "slot.explore"}


@server.on("connect")
def _enter(_auth: object = None) -> None:
    join_room("the meeting")


@server.on("meeting:open")
@server.on("meeting:sync")
@server.on("meeting:here")
def _answer(_asked: object) -> dict[str, Any]:
    return {"ok": True, **told}


@server.on("meeting:act")
@server.on("meeting:say")
def _tell(_did: object) -> dict[str, Any]:
    told["pulse"] += 1
    emit("meeting:changed", told, to="the meeting")
    return {"ok": True, **told}
