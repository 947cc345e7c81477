"""What a browser keeps of a sign-in: the session's cookie, and one that says it was here before."""

from typing import Any, TypeVar

from flask import Response as Plain
from flask import current_app, jsonify, request, session
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from cop import jobs
from cop.accounts import commands
from cop.accounts.commands import Answered, Asked, HalfWay, SignedIn
from cop.accounts.forms import PasskeyForm

R = TypeVar("R", bound=Response)
A_YEAR = 365 * 24 * 3600
HALF_WAY = "half_way"
"""What the session calls the token of whoever has given their password."""


def about() -> dict[str, Any]:
    """What commands that begin a sign-in are told of this browser: its name, and what an earlier sign-in left in it."""
    return {
        "device": commands.in_words(request.headers.get("User-Agent")),
        "browser": request.cookies.get(_name()),
    }


def mark() -> str:
    """What this browser's session is known by: a challenge for its passkeys is good in no other."""
    generate_csrf()  # which draws it where there is none yet
    return str(session["csrf_token"])


def given(asked: Asked) -> Plain:
    """What the browser is to ask its passkeys."""
    return jsonify(options=asked.options, challenge=asked.token)


def answer(form: PasskeyForm) -> Answered:
    """What its passkey has said."""
    return Answered(form.challenge.data or "", form.passkey.data or "", mark())


def go_half_way(response: R, half_way: HalfWay) -> R:
    """Let this browser carry that its person has given their password, and nothing of before."""
    session.clear()
    session[HALF_WAY] = half_way.token
    return response


def enter(response: R, signed_in: SignedIn) -> R:
    """Let this browser carry `signed_in`. What was in the session before is gone (security.md S10)."""
    session.clear()
    session["_user_id"] = signed_in.token
    session.permanent = True
    return remember(response, signed_in.browser)


def leave(response: R) -> R:
    """Let this browser carry nothing of its person, and keep no page of theirs to go back to on a shared computer.

    Not "cookies", which would forget that this browser is known, and not "storage", which is this tab's alone: what was
    begun to be written is forgotten in all of them by static/src/shell/leaving.js, which the page that follows sets
    going.
    """
    session.clear()
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


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
