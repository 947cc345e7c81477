"""What a browser keeps of a sign-in: the session's cookie, and one that says it was here before."""

from typing import TypeVar

from flask import current_app, request, session
from werkzeug.wrappers import Response

from cop import jobs
from cop.accounts import commands
from cop.accounts.commands import SignedIn

R = TypeVar("R", bound=Response)
A_YEAR = 365 * 24 * 3600


def device() -> str:
    """The browser of this request in words."""
    return commands.in_words(request.headers.get("User-Agent"))


def known() -> str | None:
    """What an earlier sign-in left in this browser."""
    return request.cookies.get(_name())


def enter(response: R, signed_in: SignedIn) -> R:
    """Let this browser carry `signed_in`. What was in the session before is gone (security.md S10)."""
    session.clear()
    session["_user_id"] = signed_in.token
    session.permanent = True
    return remember(response, signed_in.browser)


def remember(response: R, cookie: str) -> R:
    """Let this browser be known the next time: nobody else's tries can then keep its person out."""
    response.set_cookie(
        _name(),
        cookie,
        max_age=A_YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _name() -> str:
    return "__Host-cop-known" if jobs.settings().is_https else "cop-known"
