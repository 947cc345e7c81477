"""The outermost WSGI layer: headers on every response and the origin rule of live connections."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from cop import logs
from cop.config import Settings

REPORTS = "/policy-reports"
"""Where browsers tell of what a policy has kept from a page."""

HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("X-Frame-Options", "DENY"),
    ("Reporting-Endpoints", f'policy="{REPORTS}"'),
)
TWO_YEARS = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")


def content_security_policy(nonce: str) -> str:
    """No inline script, nothing from elsewhere; one inline style, which says which posts are the reader's (S3)."""
    style = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return (
        f"default-src 'none'; script-src 'self'; style-src {style}; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; "
        f"frame-ancestors 'none'; report-uri {REPORTS}; report-to policy"
    )


class Doorkeeper:
    """Stands outside Flask and Socket.IO, so that both get the headers (S4) and sockets keep the origin rule (S6).

    It also declines compression of WebSocket messages: each would be compressed once for every receiver, which costs
    more than all else that a message costs, and words beside secrets should not be compressed together anyway.
    """

    def __init__(self, inner: Callable[..., Iterable[bytes]], settings: Settings) -> None:
        self.inner = inner
        self.origin = settings.origin
        self.headers = [*HEADERS, TWO_YEARS] if settings.is_https else list(HEADERS)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            given = {name.lower() for name, _ in headers}
            ours = [header for header in self.headers if header[0].lower() not in given]
            return start_response(status, headers + ours, *rest)

        if environ["PATH_INFO"].startswith("/socket.io") and not self.admits(environ):
            logs.begin_request(address=environ.get("REMOTE_ADDR"))
            logs.note("refused", code="origin", route="socket")
            start(
                "403 Forbidden",
                [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")],
            )
            return [b"refused"]
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return self.inner(environ, start)

    def admits(self, environ: dict[str, Any]) -> bool:
        """Our own Origin; a plain GET without one must say that it is same-origin; no JSONP (design.md section 5)."""
        if "j" in parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True):
            return False
        origin = environ.get("HTTP_ORIGIN")
        if origin is not None:
            return bool(origin == self.origin)
        is_plain_get = environ["REQUEST_METHOD"] == "GET" and "HTTP_UPGRADE" not in environ
        return is_plain_get and environ.get("HTTP_SEC_FETCH_SITE") == "same-origin"
