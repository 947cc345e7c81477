"""What every page shares: sign-in loader, refusals, CSRF, headers, template globals, fragments."""

import json
import logging
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import jinja2
from flask import Flask, Response, after_this_request, g, redirect, render_template, request, url_for
from flask_login import LoginManager, current_user
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError, CSRFProtect
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from cop import clock, logs, policy
from cop.config import Settings
from cop.db import command, lock, session
from cop.errors import CopError, NotFound
from cop.models import Person, SignIn, Site, Space
from cop.policy import NOBODY, Actor

log = logging.getLogger("cop.web")

LONDON = ZoneInfo("Europe/London")
LONGEST_FORM = 512 * 1024

login = LoginManager()
csrf = CSRFProtect()

_app: Flask | None = None


class PrintedUndefined(jinja2.ChainableUndefined):
    """Undefined names chain, as the component macros need, but printing one is a mistake and raises."""

    def __str__(self) -> str:
        return self._fail_with_undefined_error()

    __html__ = __str__


def start(app: Flask, settings: Settings, *, rail: Callable[[Actor], Any]) -> None:
    """Give `app` everything that pages share. `rail` makes the rows of the navigation for an actor."""
    global _app  # noqa: PLW0603 - fragments are rendered outside requests too
    _app = app
    app.config.update(_configuration(settings))
    app.jinja_env.undefined = PrintedUndefined
    app.jinja_loader = jinja2.ChoiceLoader([app.jinja_loader, _components()])  # type: ignore[list-item, method-assign]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset, can=policy, settings=settings, uk_time=uk_time, safe_html=safe_html
    )
    login.init_app(app)
    csrf.init_app(app)
    app.context_processor(lambda: _context(rail))
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_appcontext(lambda _error: session.remove())
    for kind, handler in (
        (CopError, _refused),
        (CSRFError, _stale),
        (HTTPException, _http),
        (Exception, _failed),
    ):
        app.register_error_handler(kind, handler)


def _configuration(settings: Settings) -> dict[str, Any]:
    host = urlsplit(settings.public_url).netloc
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "__Host-cop" if settings.is_https else "cop",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": 90 * 24 * 3600,
        "TRUSTED_HOSTS": [host] if settings.is_https else [host, "localhost", "127.0.0.1"],
        "MAX_CONTENT_LENGTH": LONGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": LONGEST_FORM,
        "MAX_FORM_PARTS": 100,
        "SEND_FILE_MAX_AGE_DEFAULT": 365 * 24 * 3600,
        "WTF_CSRF_TIME_LIMIT": None,
        "COP": settings,
    }


def _components() -> jinja2.BaseLoader:
    return jinja2.PackageLoader("nhsuk_frontend_jinja")


# --- who is asking ---------------------------------------------------------------------------------------------


@login.user_loader  # type: ignore[untyped-decorator]
def _load_person(token: str) -> Person | None:
    sign_in = SignIn.find(token)
    if sign_in is None:
        return None
    g.sign_in = sign_in
    return sign_in.person


@login.unauthorized_handler  # type: ignore[untyped-decorator]
def _ask_to_sign_in() -> BaseResponse:
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=target), 303)


def actor() -> Actor:
    """Whoever asks, as they stand now; NOBODY where nobody is signed in. One query for a request."""
    if "actor" not in g:
        g.actor = policy.load_actor(current_user.id) if current_user.is_authenticated else NOBODY
    return g.actor  # type: ignore[no-any-return]


def forget_actor() -> None:
    """Read the actor anew: something about them was just changed."""
    g.pop("actor", None)


def sign_in_id() -> int:
    """The sign-in of this request."""
    return int(g.sign_in.id)


def space(slug: str) -> Space:
    """The space `slug`, through what the actor may see; a stranger gets NotFound."""
    return found(select(Space).where(Space.slug == slug, policy.visible_spaces(actor())))


def found(query: Any) -> Any:
    """The one row of `query`, or NotFound: views load through `visible_*`, so a stranger gets 404 without an if."""
    row = session.scalars(query).unique().one_or_none()
    if row is None:
        raise NotFound
    return row


# --- around a request ------------------------------------------------------------------------------------------


def _begin() -> None:
    g.began = perf_counter()
    g.nonce = secrets.token_urlsafe(16)
    logs.begin_request()


def _finish(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Request-Id"] = logs.request_id.get()
    response.headers["Content-Security-Policy"] = content_security_policy(g.get("nonce", ""))
    response.vary.add("Cookie")
    sign_in = g.get("sign_in")
    if sign_in is not None and sign_in.is_stale():
        response.call_on_close(lambda: _see(sign_in.id))
    log.info("request", extra=_line(response))
    return response


def _line(response: Response) -> dict[str, Any]:
    milliseconds = round((perf_counter() - g.get("began", perf_counter())) * 1000, 1)
    person_id = current_user.id if g.get("sign_in") else None
    line = {"method": request.method, "route": str(request.url_rule or "-"), "status": response.status_code}
    return line | {"person": person_id, "ms": milliseconds}


@command
def _see(sign_in_id: int) -> None:
    lock(SignIn, sign_in_id).seen_at = clock.now()


def after_response(work: Callable[[], object]) -> None:
    """Do `work` (a command: the reading position is a GET's only write) once the response has gone out."""

    @after_this_request
    def _attach(response: Response) -> Response:
        response.call_on_close(work)
        return response


def content_security_policy(nonce: str) -> str:
    """No inline script, nothing from elsewhere; one inline style, which says which posts are the reader's."""
    style = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return (
        f"default-src 'none'; script-src 'self'; style-src {style}; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("X-Frame-Options", "DENY"),
)


class Doorkeeper:
    """Outermost WSGI layer: headers on every response, Socket.IO's included, and its origin rule (S4, S6)."""

    def __init__(self, inner: Callable[..., Iterable[bytes]], settings: Settings) -> None:
        self.inner = inner
        self.origin = settings.origin
        hsts = (
            [("Strict-Transport-Security", "max-age=63072000; includeSubDomains")]
            if settings.is_https
            else []
        )
        self.headers = [*HEADERS, *hsts]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start_with_headers(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            given = {name.lower() for name, _ in headers}
            return start_response(
                status, headers + [h for h in self.headers if h[0].lower() not in given], *rest
            )

        if environ["PATH_INFO"].startswith("/socket.io") and not self.admits(environ):
            start_with_headers(
                "403 Forbidden", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")]
            )
            return [b"refused"]
        return self.inner(environ, start_with_headers)

    def admits(self, environ: dict[str, Any]) -> bool:
        """design.md section 5: our own Origin; a plain GET without one must say that it is same-origin; no JSONP."""
        if any(pair.split("=")[0] == "j" for pair in environ.get("QUERY_STRING", "").split("&")):
            return False
        origin = environ.get("HTTP_ORIGIN")
        if origin is not None:
            return bool(origin == self.origin)
        is_plain_get = environ["REQUEST_METHOD"] == "GET" and "HTTP_UPGRADE" not in environ
        return is_plain_get and environ.get("HTTP_SEC_FETCH_SITE") == "same-origin"


# --- refusals --------------------------------------------------------------------------------------------------


def _refused(error: CopError) -> tuple[str, int]:
    return _error_page(error.status, error.message)


def _stale(_error: CSRFError) -> tuple[str, int]:
    return _error_page(
        400, "This page is from an earlier sign-in. Go back, copy your text, reload the page and try again."
    )


def _http(error: HTTPException) -> tuple[str, int] | BaseResponse:
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    code = error.code or 500
    return _error_page(code, _PLAIN.get(code, "That could not be done."))


_PLAIN = {
    404: "There is nothing here that you can open.",
    405: "This address does not take that.",
    413: "That is too large to send.",
    400: "That request was not understood.",
}


def _failed(_error: Exception) -> tuple[str, int]:
    log.exception("request failed")
    session.rollback()
    return _error_page(500, "Something went wrong here. What you had saved is safe. Try again in a minute.")


def _error_page(status: int, message: str) -> tuple[str, int]:
    """One look for every refusal; a fragment asked for by htmx gets the sentence alone."""
    template = "errors/_error.html" if request.headers.get("HX-Request") else "errors/error.html"
    return render_template(template, status=status, message=message, request_id=logs.request_id.get()), status


def explain(form: FlaskForm, error: CopError) -> int:
    """Show a refusal beside the field it is about, everything typed kept; returns the status to answer with."""
    field = form[error.field] if error.field in form else next(iter(form))  # type: ignore[operator]
    field.errors = [*field.errors, error.message]
    return error.status


def is_safe_target(target: str | None) -> bool:
    """Whether `target` is a path of this site and can't be read as anything else (S14)."""
    if not target or len(target) > 2000 or not target.startswith("/") or target[1:2] in {"/", "\\"}:
        return False
    return all(character.isprintable() and character not in "\\@ " for character in target.partition("?")[0])


# --- templates -------------------------------------------------------------------------------------------------


def _context(rail: Callable[[Actor], Any]) -> dict[str, Any]:
    is_signed_in = current_user.is_authenticated
    return {
        "actor": actor(),
        "person": current_user if is_signed_in else None,
        "nonce": g.get("nonce", ""),
        "is_demonstration": is_demonstration(),
        "rail": _once("rail", lambda: rail(actor())) if is_signed_in else list,
    }


def _once(name: str, make: Callable[[], Any]) -> Callable[[], Any]:
    """Templates may ask twice; the database is asked once."""

    def made() -> Any:
        if name not in g:
            setattr(g, name, make())
        return g.get(name)

    return made


def is_demonstration() -> bool:
    """Whether this database is a demonstration. It never becomes one, or ceases to be one, while being served."""
    assert _app is not None
    if "is_demonstration" not in _app.extensions:
        _app.extensions["is_demonstration"] = Site.is_demonstrated()
    return bool(_app.extensions["is_demonstration"])


def fragment(template: str, **context: Any) -> str:
    """A fragment, the same for every viewer: rendered for the public address, knowing nobody (design.md rule 4)."""
    assert _app is not None
    with _app.test_request_context(base_url=_app.config["COP"].public_url):
        return _app.jinja_env.get_template(template).render(**context)


def asset(name: str) -> str:
    """The address of a built file, fingerprint and all."""
    assert _app is not None
    assert _app.static_folder is not None
    return f"/static/{_manifest(Path(_app.static_folder) / 'manifest.json').get(name, name)}"


@cache
def _manifest(path: Path) -> dict[str, str]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def uk_time(moment: datetime, form: str = "%a %-d %b %Y, %H:%M") -> str:
    """A time as it is read in the United Kingdom."""
    return moment.astimezone(LONDON).strftime(form)


def safe_html(rendered: str) -> Markup:
    """HTML that `cop.markup` made, and nothing else, as it stands."""
    return Markup(rendered)  # noqa: S704 - the one reviewed place; markup.py has cleaned it
