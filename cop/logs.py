"""One structured line for each request, socket event and job. Never anybody's words (S40)."""

import json
import logging
import re
import secrets
import sys
from contextvars import ContextVar
from dataclasses import asdict
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from types import TracebackType

from cop import clock
from cop.events import Fact

request_id: ContextVar[str] = ContextVar("request_id", default="-")
_asked_from: ContextVar[str] = ContextVar("asked_from", default="-")

_security = logging.getLogger("cop.security")

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_QUIET = ("engineio", "socketio", "geventwebsocket", "werkzeug", "huey", "huey.consumer")


class JsonLine(logging.Formatter):
    """A record as one line of JSON: line breaks in values are escaped by that."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"at": clock.now().isoformat(), "level": record.levelname, "log": record.name}
        line |= {"what": record.getMessage(), "request": request_id.get()}
        line |= {key: value for key, value in vars(record).items() if key not in _OWN}
        if record.exc_info and record.exc_info[0]:
            line["error"] = _trace(*record.exc_info)
        return json.dumps(line, default=str)


def _trace(kind: type[BaseException], _error: object, trace: TracebackType | None) -> str:
    """Where it failed and the kind of error; its text may quote somebody and is left out."""
    frames = []
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{kind.__name__} at {' > '.join(frames[-8:])}"


def begin_request(given: str = "", *, address: str | None = None) -> str:
    """A fresh id for what follows in this context; `given` by a trusted proxy is kept. `address` is where it is
    asked from.
    """
    _asked_from.set(network(address) if address else "-")
    request_id.set(given[:64] if given.isalnum() else secrets.token_hex(8))
    return request_id.get()


def note(what: str, **about: object) -> None:
    """A line of what security is about: who did or tried what, and from which network. No words, no secrets."""
    _security.info(what, extra={"from": _asked_from.get(), **about})


def note_fact(fact: Fact) -> None:
    """The same of a fact, which is made of ids alone."""
    note(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(fact).__name__).lower(), **asdict(fact))


def network(address: str | None) -> str:
    """The network that a request's address stands for: an IPv6 host has a whole /64 to choose from (S13)."""
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or IPv6Network((int(parsed), 64), strict=False).network_address
    return str(parsed)


def write_to_stderr(level: str) -> None:
    """Send every log line to standard error as JSON; libraries that print packets stay quiet."""
    stream = logging.StreamHandler(sys.stderr)
    stream.setFormatter(JsonLine())
    logging.basicConfig(level=level, handlers=[stream], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
