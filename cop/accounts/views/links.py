"""Pages whose address is a secret that came in a letter."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import make_response, render_template
from werkzeug.wrappers import Response

from cop.errors import NotFound


def secret(view: Callable[..., Any]) -> Callable[..., Response]:
    """Let no Referer carry the address of `view`.

    `strict-origin` says the host and nothing more. With `no-referrer` its form could not be sent over HTTPS, where the
    check against forged requests wants a Referer of this host.
    """

    @wraps(view)
    def shown(**kwargs: Any) -> Response:
        response = make_response(view(**kwargs))
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    return shown


def show_dead(error: NotFound, *, again: str | None = None) -> tuple[str, int]:
    """The page of a link that does not work, with the address where another can be asked for."""
    return render_template("accounts/dead_link.html", message=error.message, again=again), 404
