"""What every page shares: who asks, refusals, CSRF, headers, template globals, fragments."""

import logging
import secrets
from collections.abc import Callable
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, after_this_request, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as WerkzeugResponse

from cop import clock, guarding, logs
from cop.config import Settings
from cop.db import session
from cop.models.sign_ins import Visitor
from cop.web import branding, built, compression, health, links, pages, proving, refusals, tokens, violations
from cop.web.askers import (
    actor,
    do_afterwards,
    forget_actor,
    found,
    here,
    is_safe_target,
    login,
    renew_sign_in,
    see,
    sign_in_id,
    space,
)
from cop.web.cookies import Cookies
from cop.web.doorkeeper import Doorkeeper, content_security_policy
from cop.web.pages import application, fragment, is_demonstration
from cop.web.pieces import piece
from cop.web.proving import has_proved, proved, proved_within
from cop.web.refusals import explain, refused
from cop.web.synchronous import Synchronous

log = logging.getLogger("cop.web")

Answer = str | WerkzeugResponse | tuple[str, int]
"""What a view answers: a page, whatever it made itself, or a page and a status."""

LONGEST_FORM = 512 * 1024

csrf = CSRFProtect()


class SmallNumber(IntegerConverter):
    """A number in an address that every database takes; a longer one is no address of ours."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **{"max": 2**53} | options)


def start(app: Flask, settings: Settings, *, rail: Callable[[], Any], prove: proving.Prover) -> None:
    """Give `app` everything that pages share. `rail` is the navigation of whoever asks, `prove` lets them prove who
    they are.
    """
    app.config.update(_configuration(settings))
    app.session_interface = Cookies()
    app.url_map.converters["int"] = SmallNumber
    pages.start(app, settings, rail=rail)
    proving.start(app, prove)
    login.init_app(app)
    csrf.init_app(app)
    tokens.start(app, settings)
    compression.start(app, settings)
    built.start(app)
    app.jinja_env.globals["piece"] = piece
    refusals.start(app)
    health.start(app)
    branding.start(app, settings)
    violations.start(app)
    app.before_request(_begin)
    app.before_request(_refuse_nul)
    app.after_request(_finish)
    app.teardown_appcontext(lambda _error: session.remove())
    app.teardown_request(lambda _error: guarding.end())


def _configuration(settings: Settings) -> dict[str, Any]:
    host = urlsplit(settings.public_url).netloc
    return {
        "DEBUG": False,  # whatever FLASK_DEBUG says
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "__Host-cop" if settings.is_https else "cop",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": 90 * 24 * 3600,
        "SESSION_REFRESH_EACH_REQUEST": False,  # no cookie on a style sheet that caches keep (S21)
        "TRUSTED_HOSTS": [host] if settings.is_https else [host, "localhost", "127.0.0.1"],
        "MAX_CONTENT_LENGTH": LONGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": LONGEST_FORM,
        "MAX_FORM_PARTS": 100,
        "SEND_FILE_MAX_AGE_DEFAULT": 365 * 24 * 3600,
        "WTF_CSRF_TIME_LIMIT": None,
        "COP": settings,
    }


def _begin() -> None:
    g.began = perf_counter()
    g.nonce = secrets.token_urlsafe(16)
    logs.begin_request(address=request.remote_addr)
    guarding.begin(_is_confirmed)


def _is_confirmed(doubt: guarding.Doubt) -> bool:
    """Whether the form says that there is no patient in it, or that its words are meant."""
    return doubt.value in request.form.getlist("confirmed")


def _refuse_nul() -> None:
    """No page of ours has a NUL in its address, and PostgreSQL has none at all."""
    asked = (value for values in request.args.listvalues() for value in values)
    if "\x00" in request.path or any("\x00" in value for value in asked):
        abort(400)


def _finish(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Request-Id"] = logs.request_id.get()
    response.headers.setdefault("Content-Security-Policy", content_security_policy(g.get("nonce", "")))
    response.vary.add("Cookie")
    see(response)
    line = _line(response)
    log.info("request", extra=line)
    if 400 <= response.status_code < 500:
        logs.note("refused", **line, things=_things())
    return response


def _line(response: Response) -> dict[str, Any]:
    milliseconds = clock.milliseconds_since(g.get("began", perf_counter()))
    visitor: Visitor | None = g.get("visitor")
    line = {"method": request.method, "route": str(request.url_rule or "-"), "status": response.status_code}
    return line | {"person": visitor and visitor.id, "ms": milliseconds}


def _things() -> dict[str, Any]:
    """Which things an address names, by numbers and the names of spaces: any other part of it may be a secret."""
    named = request.view_args or {}
    return {name: value for name, value in named.items() if isinstance(value, int) or name == "slug"}


def after_response(work: Callable[[], object]) -> None:
    """Do `work` (a command: the reading position is a GET's only write) once the response has gone out."""

    @after_this_request
    def _attach(response: Response) -> Response:
        do_afterwards(response, work)
        return response


__all__ = [
    "Answer",
    "Doorkeeper",
    "Synchronous",
    "actor",
    "after_response",
    "application",
    "csrf",
    "explain",
    "forget_actor",
    "found",
    "fragment",
    "has_proved",
    "here",
    "is_demonstration",
    "is_safe_target",
    "links",
    "piece",
    "proved",
    "proved_within",
    "refused",
    "renew_sign_in",
    "sign_in_id",
    "space",
    "start",
]
