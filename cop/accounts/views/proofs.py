"""Proving anew who one is: on the way to a page, or with what was sent too late, which is kept and then done."""

from collections.abc import Iterator

from flask import Response as Plain
from flask import make_response, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.wrappers import Response

from cop import web
from cop.accounts import commands
from cop.accounts.commands import Proof, Purpose
from cop.accounts.forms import ProofForm
from cop.accounts.views import browsers
from cop.accounts.views.blueprint import blueprint
from cop.accounts.views.targets import target
from cop.errors import CopError
from cop.web import Answer, asked

PREFIX = "proof-"
SECRET = ("csrf_token", "password", "current", "code")
"""Fields that no page gives back."""


@blueprint.route("/me/proof", methods=["GET", "POST"])
@login_required
def proof() -> Answer:
    """On the way to what can't be sent along: a page, or one on which files are chosen."""
    if web.has_proved():
        return redirect(target(), 303)
    form, status = ProofForm(prefix=PREFIX), 200
    try:
        if form.is_submitted():
            _prove(form)
            return redirect(target(), 303)
    except CopError as error:
        status = web.explain(form, error)
    return _page(form), status


@blueprint.get("/me/proof/passkey")
@login_required
def passkey_to_prove() -> Plain:
    return browsers.given(
        commands.ask_to_use(Purpose.PROVING, browser=browsers.mark(), person_id=current_user.id)
    )


def ask() -> Answer | None:
    """Asks whoever has not proved for too long who they are, and keeps what they have sent (`web.proved`); None once
    they have: what proves it is then out of the form.
    """
    if request.method == "GET" or request.files:
        return _ask_elsewhere()
    form, status = ProofForm(prefix=PREFIX), 401
    if asked.is_fragment():
        return _ask_for_page()
    if form.is_given():
        try:
            _prove(form)
        except CopError as error:
            status = web.explain(form, error)
        else:
            request.form = ImmutableMultiDict(_work())
            return None
    return _page(form), status


def _ask_elsewhere() -> Response:
    """On a page of its own, which leads back here. A file can't be given back: it has to be chosen again."""
    return redirect(url_for("accounts.proof", next=web.here()), 303)


def _ask_for_page() -> Response:
    """For htmx, which has asked for a piece of a page: static/src/shell/proving.js sends the same as a page would."""
    response = make_response(render_template("errors/_error.html", message="Say first who you are."), 401)
    response.headers["X-Proof"] = "wanted"
    return response


def _prove(form: ProofForm) -> None:
    answered = browsers.answer(form)
    given = Proof(
        password=form.password.data or "",
        code=form.code.data or "",
        answered=answered if answered.said else None,
    )
    token = commands.prove(actor_id=current_user.id, sign_in_id=web.sign_in_id(), proof=given)
    web.renew_sign_in(token)


def _page(form: ProofForm) -> str:
    ways, kept = commands.ways_of(current_user.id), list(_work())
    return render_template("accounts/proof.html", form=form, ways=ways, kept=kept, action=web.here())


def _work() -> Iterator[tuple[str, str]]:
    """What was sent, each value of a name that has several, without what proves who has sent it and what is secret."""
    for name, values in request.form.lists():
        if name not in SECRET and not name.startswith(PREFIX):
            yield from ((name, value) for value in values)
