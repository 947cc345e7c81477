"""How refusals look: one page for all of them, or a sentence beside the field that it is about."""

import logging
from collections.abc import Callable

from flask import Flask, render_template, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from cop import logs
from cop.db import session
from cop.errors import CopError
from cop.storage import is_full
from cop.web.asked import is_fragment

log = logging.getLogger("cop.web")

PLAIN = {
    400: "That request was not understood.",
    404: "There is nothing here that you can open.",
    405: "This page can’t be opened by its address alone. Go back, or start again from the home page.",
    413: "That is too large to send together. Go back: your text is still there. Send fewer or smaller files.",
}
STALE = "This page is from an earlier sign-in. Go back, copy your text, reload the page and try again."
OUT = "You are signed out, so nothing was sent. Your text is below: copy it, sign in, then send it again."
FULL = (
    "There is no room for files just now. Go back: your text is still there. Send it without them, or later."
)
FAILED = "Something went wrong here. What you had saved is safe. Try again in a minute."


def start(app: Flask) -> None:
    """Answer every error of `app` in the words of the site."""
    app.register_error_handler(CopError, _refused)
    app.register_error_handler(CSRFError, lambda _error: _page(400, STALE, kept=_typed()))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OSError, _without_room)
    app.register_error_handler(Exception, _failed)


def explain(form: FlaskForm, error: CopError) -> int:
    """Show a refusal beside the field it is about, everything typed kept; returns the status to answer with."""
    field = form[error.field] if error.field and error.field in form else next(iter(form))
    field.errors = [*field.errors, error.message]
    return error.status


def refused(form: FlaskForm, verb: Callable[[], object]) -> int:
    """Let `verb` do what a rightly filled form asks for. 0 once that is done; else the status to answer with, and why
    stands in the form.
    """
    if not form.validate():
        return 422
    try:
        verb()
    except CopError as error:
        return explain(form, error)
    return 0


def signed_out() -> tuple[str, int] | None:
    """What somebody is shown whose sign-in ended while they wrote: their words, to be copied; None without any."""
    kept = _typed()
    return _page(401, OUT, kept=kept) if kept else None


def _typed() -> str:
    """The text of a form that can't be given back in its page. A script keeps its own."""
    return request.form.get("text", "") if request.method == "POST" and not is_fragment() else ""


def _refused(error: CopError) -> tuple[str, int]:
    """With what was typed: the page that it was typed in may be one that its writer can't be given any more."""
    return _page(error.status, error.message, kept=_typed())


def _http(error: HTTPException) -> tuple[str, int] | Response:
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    if isinstance(error, SecurityError):  # of an untrusted Host no page can make its links
        return PLAIN[400], 400
    code = error.code or 500
    return _page(code, PLAIN.get(code, "That could not be done."))


def _without_room(error: OSError) -> tuple[str, int]:
    """A form with files fills the disk before any view has seen it (F19)."""
    if not is_full(error):
        return _failed(error)
    log.error("no room for a form")
    session.rollback()
    return _page(507, FULL)


def _failed(_error: Exception) -> tuple[str, int]:
    log.exception("request failed")  # noqa: LOG004 - Flask calls this while the error is being handled
    session.rollback()
    return _page(500, FAILED)


def _page(status: int, message: str, *, kept: str = "") -> tuple[str, int]:
    """A fragment asked for by htmx gets the sentence alone; so does everybody while no page can be made."""
    template = "errors/_error.html" if is_fragment() else "errors/error.html"
    request_id = logs.request_id.get()
    try:
        page = render_template(template, status=status, message=message, request_id=request_id, kept=kept)
    except Exception:
        log.exception("error page failed")
        session.rollback()
        page = f"{message} Reference: {request_id}\n"
    return page, status
