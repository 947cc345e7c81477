"""What is told about a line, rendered once for all who are told: for its ack, its push, and everybody who opens the
room meanwhile (security.md F11).
"""

from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Engine

from cop import web
from cop.chat import queries
from cop.chat.queries import Stamp
from cop.db import session
from cop.models import Message, Space, State

Payload = dict[str, Any]

KEPT = 2_000
"""Lines that are kept rendered: the newest page of forty rooms."""

_kept: WeakKeyDictionary[Engine, dict[Stamp, Payload]] = WeakKeyDictionary()
"""By database and stamp. Whatever happens to a line or to a name in it changes its stamp, which is read anew each time:
what was removed, hidden or said otherwise is asked for by no stamp again (I5).
"""


def payload(message: Message) -> Payload:
    """What is told about a message: these fields, the same for every viewer, and its words in `html` alone (S9)."""
    if message.seq is None:
        return {"space": message.space.slug, **_rendered(message)}
    stamp, memory = Stamp.of(message), _memory()
    if stamp not in memory:
        _make_room(memory)
        memory[stamp] = _rendered(message)
    return {"space": message.space.slug, **memory[stamp]}


def payloads(space: Space, stamps: list[Stamp]) -> list[Payload]:
    """What is told about lines of `space`, in the order of `stamps`; only what is not known is read and rendered."""
    memory = _memory()
    told = {stamp.id: {"space": space.slug, **memory[stamp]} for stamp in stamps if stamp in memory}
    unknown = [stamp.id for stamp in stamps if stamp.id not in told]
    told |= {
        message.id: payload(message) for message in (queries.hydrated(space, unknown) if unknown else ())
    }
    return [told[stamp.id] for stamp in stamps if stamp.id in told]


def _rendered(message: Message) -> Payload:
    """Of a line that is no longer kept there is nothing to show."""
    is_kept = message.state is not State.EXPIRED
    return {
        "seq": message.seq,
        "changed": message.changed,
        "id": message.id,
        "key": message.key,
        "author": message.author_id,
        "html": web.fragment("chat/_message.html", message=message) if is_kept else "",
        "state": message.state.value,
        "mentions": message.mentions,
    }


def _memory() -> dict[Stamp, Payload]:
    return _kept.setdefault(session.get_bind().engine, {})


def _make_room(memory: dict[Stamp, Payload]) -> None:
    """Forget what was rendered first."""
    while len(memory) >= KEPT:
        memory.pop(next(iter(memory)))
