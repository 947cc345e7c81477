"""Asking anew who somebody is, before what matters, where they have not proved it for half an hour (domain.md C02)."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import Flask, current_app, g, request

from cop.models.sign_ins import FRESH

View = Callable[..., Any]
Prover = Callable[[], Any]
"""Answers the request with a page that asks; None once what was sent with it proves who sends it."""


def start(app: Flask, prove: Prover) -> None:
    app.extensions["prove"] = prove


def proved(view: View) -> View:
    """Let `view` do what it does for who has proved within half an hour who they are. It stands below `login_required`.

    Of a view that shows a form and takes it, what is sent is asked about, and not the form.
    """
    return proved_within(FRESH)(view)


def proved_within(life: timedelta) -> Callable[[View], View]:
    """The same for who has proved it within another time."""

    def declare(view: View) -> View:
        @wraps(view)
        def asked(**given: Any) -> Any:
            if has_proved(within=life) or _shows_form():
                return view(**given)
            asking = current_app.extensions["prove"]()
            return view(**given) if asking is None else asking

        asked.proved_within = life  # type: ignore[attr-defined]
        return asked

    return declare


def has_proved(*, within: timedelta = FRESH) -> bool:
    """Whether who asks has proved who they are not longer ago than `within`."""
    return bool(g.visitor.has_proved(within=within))


def _shows_form() -> bool:
    rule = request.url_rule
    return request.method == "GET" and rule is not None and "POST" in (rule.methods or ())
