"""Pages whose address is a secret that came in a letter."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from cop import web
from cop.accounts.forms import NewPasswordForm
from cop.accounts.views import browsers
from cop.errors import CopError, NotFound
from cop.web import Answer


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


def choose_password(
    template: str, *, find: Callable[[], Any], choose: Callable[..., str], done: str, again: str | None = None
) -> Answer:
    """A page on which whoever follows a link chooses a password: `find` says what it is `about`, and `choose` takes it
    and gives a cookie for this browser. The link is checked when the page is asked for and again, under lock, when it
    is sent.
    """
    form, status = NewPasswordForm(), 200
    try:
        about = find()
        if form.is_submitted():
            status = 422
            if form.validate():
                cookie = choose(password=form.password.data or "")
                flash(done)
                return browsers.remember(redirect(url_for("accounts.sign_in"), 303), cookie)
    except NotFound as error:
        return show_dead(error, again=again)
    except CopError as error:
        status = web.explain(form, error)
    return render_template(template, form=form, about=about), status


def show_dead(error: NotFound, *, again: str | None = None) -> tuple[str, int]:
    """The page of a link that does not work, with the address where another can be asked for."""
    return render_template("accounts/dead_link.html", message=error.message, again=again), 404
