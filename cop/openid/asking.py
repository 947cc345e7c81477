"""Asks an address of the provider: within five seconds and a megabyte, and never where an answer would send us."""

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from cop.openid.objects import read_object
from cop.openid.refusals import Refused, Unreachable

PATIENCE = 5.0
"""Seconds to be connected in, and as many again for the whole answer, however slowly it drips."""

MOST = 1_000_000
"""Bytes of the longest answer."""


def ask(
    address: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The object that stands at `address`, or that `form` is answered with.

    Whoever asks holds no transaction: others go on meanwhile. Raises Unreachable, or Refused for an answer that is no
    such object. A redirect is one of these: it is not followed.
    """
    status, body = _exchange(urlsplit(address), form, {"Accept": "application/json"} | dict(headers or {}))
    if status >= 500:
        raise Unreachable("status")
    if status != 200:
        raise Refused("status")
    if len(body) > MOST:
        raise Refused("size")
    return read_object(body, code="json")


def _exchange(
    parts: SplitResult, form: Mapping[str, str] | None, headers: dict[str, str]
) -> tuple[int, bytes]:
    try:
        line = _Line(parts)
    except (OSError, ValueError) as error:
        raise Unreachable("connect") from error
    late = Timer(PATIENCE, line.cut)
    late.start()
    try:
        return line.ask(form, headers)
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable("answer") from error
    finally:
        late.cancel()
        line.close()


class _Line:
    """A connection for one question. It can be cut while somebody waits for it, at whichever step of it they are."""

    def __init__(self, parts: SplitResult) -> None:
        self.parts, self.is_cut, host = parts, False, parts.hostname or ""
        is_private = parts.scheme == "https"
        self.socket = socket.create_connection((host, parts.port or (443 if is_private else 80)), PATIENCE)
        if is_private:
            self.connection: HTTPConnection = HTTPSConnection(host, parts.port, context=_trusted())
            self.socket = _trusted().wrap_socket(
                self.socket, server_hostname=host, do_handshake_on_connect=False
            )
        else:
            self.connection = HTTPConnection(host, parts.port)
        self.connection.sock = self.socket

    def ask(self, form: Mapping[str, str] | None, headers: dict[str, str]) -> tuple[int, bytes]:
        if isinstance(self.socket, ssl.SSLSocket):
            self.socket.do_handshake()
        path = self.parts._replace(scheme="", netloc="", fragment="", path=self.parts.path or "/").geturl()
        if form is None:
            self.connection.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            self.connection.request("POST", path, urlencode(form), headers)
        with self.connection.getresponse() as answer:
            body = answer.read(MOST + 1)
            if self.is_cut or (answer.length and len(body) <= MOST):  # a part can look like the whole
                raise TimeoutError
            return answer.status, body

    def close(self) -> None:
        self.connection.close()
        self.socket.close()

    def cut(self) -> None:
        """Whoever waits for it is told that it has ended."""
        self.is_cut = True
        with suppress(OSError):  # it has ended by itself
            self.socket.shutdown(socket.SHUT_RDWR)


@cache
def _trusted() -> ssl.SSLContext:
    """What this machine trusts, as for mail: a Trust's own authority can be among it. Read once: it takes a while."""
    return ssl.create_default_context()
