"""Signing in with an account at the provider, and linking one. Without a provider there is none of this."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import jobs, web
from cop.accounts import commands, queries
from cop.accounts.commands import Said
from cop.accounts.commands.tokens import Visit
from cop.accounts.commands.visits import Way
from cop.accounts.forms import PasswordForm
from cop.accounts.views import browsers
from cop.accounts.views.blueprint import blueprint
from cop.accounts.views.entering import let_on
from cop.accounts.views.targets import onward, safe, target
from cop.errors import CopError, Invalid, NotFound, TooFast
from cop.models import Identity
from cop.web import Answer

VISIT = "visit"
"""What the session calls the token of a visit to the provider."""

LONGEST_TARGET = 500
"""Characters of the page to go on to: a cookie carries it there and back."""


def with_a_provider(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let there be `view` only where the operator has chosen a provider."""

    @wraps(view)
    def shown(**kwargs: Any) -> Any:
        if not jobs.settings().oidc_issuer:
            raise NotFound
        return view(**kwargs)

    return shown


@blueprint.post("/sign-in/provider")
@with_a_provider
def set_out() -> Answer:
    """By a form of ours alone: no other site can send anybody off to be signed in as somebody else."""
    asked = safe()
    if current_user.is_authenticated:
        return redirect(target(), 303)
    try:
        way = commands.set_out(
            address=request.remote_addr, onward=asked if asked and len(asked) <= LONGEST_TARGET else ""
        )
    except CopError as error:
        flash(error.message, "needs")
        return redirect(onward("accounts.sign_in"), 303)
    return _go(way)


def _go(way: Way) -> str:
    """A page that leads on by itself. A form must not be answered with a redirect to elsewhere: the policy of our pages
    says that forms go to this site alone, and Chromium holds redirects to it.
    """
    session[VISIT] = way.visit
    return render_template("accounts/going_on.html", address=way.address)


@blueprint.get("/sign-in/provider/return")
@with_a_provider
def come_back() -> Response:
    """Always leads on to another page: what came with this address is in none that is shown."""
    said, visit = _said(), None
    try:
        visit = commands.come_back(token=session.get(VISIT), said=said, address=request.remote_addr)
        session.pop(VISIT)
        return _link(visit, said) if visit.person_id else _enter(visit, said)
    except CopError as error:
        flash(error.message, "needs")
    if current_user.is_authenticated:
        return redirect(url_for("accounts.account"), 303)
    return redirect(onward("accounts.sign_in", visit.onward if visit else None), 303)


def _said() -> Said:
    """What the address says; nothing where it says a thing twice (RFC 6749, 3.1)."""
    asked = request.args
    if any(len(asked.getlist(name)) > 1 for name in ("state", "code", "error", "iss")):
        return Said()
    return Said(asked.get("state", ""), asked.get("code", ""), asked.get("error", ""), asked.get("iss"))


def _enter(visit: Visit, said: Said) -> Response:
    if current_user.is_authenticated:  # by another tab, meanwhile
        return redirect(target(visit.onward), 303)
    entered = commands.sign_in_with(visit=visit, said=said, **browsers.about())
    return let_on(entered, visit.onward)


def _link(visit: Visit, said: Said) -> Response:
    who = (current_user.id, web.sign_in_id()) if current_user.is_authenticated else (0, 0)
    commands.link(visit=visit, said=said, actor_id=who[0], sign_in_id=who[1])
    flash("It is linked. You can sign in with it from now on.", "good")
    return redirect(url_for("accounts.account"), 303)


@blueprint.route("/me/identities/new", methods=["GET", "POST"])
@with_a_provider
@login_required
def link_identity() -> Answer:
    form, status = PasswordForm(), 200
    try:
        if form.is_submitted():
            return _go(
                commands.set_out_to_link(
                    actor_id=current_user.id,
                    password=form.password.data or "",
                    sign_in_id=web.sign_in_id(),
                )
            )
    except CopError as error:
        status = web.explain(form, error)
    return render_template("accounts/link_identity.html", form=form), status


@blueprint.route("/me/identities/<int:identity_id>/removal", methods=["GET", "POST"])
@with_a_provider
@login_required
def give_up_identity(identity_id: int) -> Answer:
    identity = web.found(queries.identities_of(current_user.id).where(Identity.id == identity_id))
    form, status = PasswordForm(), 200
    try:
        if form.is_submitted():
            return _give_up(identity_id, form)
    except (Invalid, TooFast) as error:
        status = web.explain(form, error)
    return render_template("accounts/give_up_identity.html", form=form, identity=identity), status


def _give_up(identity_id: int, form: PasswordForm) -> Response:
    commands.give_up_identity(
        actor_id=current_user.id,
        identity_id=identity_id,
        password=form.password.data or "",
        sign_in_id=web.sign_in_id(),
    )
    flash("It is linked no more, and you are signed out everywhere else.", "good")
    return redirect(url_for("accounts.account"), 303)
