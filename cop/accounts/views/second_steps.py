"""The second step of signing in: taking it, and setting it up."""

import io

import segno
from flask import Response as Plain
from flask import flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.accounts import commands, queries
from cop.accounts.commands import codes, tokens
from cop.accounts.forms import CodeForm, PasswordForm, SetUpForm
from cop.accounts.views import browsers
from cop.accounts.views.blueprint import blueprint
from cop.accounts.views.targets import onward, target
from cop.errors import CopError, NotFound
from cop.web import Answer

HALF_WAY = "half_way"
"""What the session calls the token of whoever has given their password."""


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
def second_step() -> Answer:
    token = session.get(HALF_WAY)
    if current_user.is_authenticated or not isinstance(token, str):
        return redirect(onward("accounts.sign_in"), 303)
    form, status = CodeForm(), 200
    try:
        if form.is_submitted():
            return _enter(token, form)
    except NotFound as error:
        session.pop(HALF_WAY)
        flash(error.message, "needs")
        return redirect(onward("accounts.sign_in"), 303)
    except CopError as error:
        status = web.explain(form, error)
    return render_template("accounts/second_step.html", form=form), status


def _enter(token: str, form: CodeForm) -> Response:
    signed_in = commands.take_second_step(
        token=token, code=form.code.data or "", device=browsers.device(), browser=browsers.known()
    )
    return browsers.enter(redirect(target(), 303), signed_in)


@blueprint.get("/me/second-step")
@login_required
def my_second_step() -> str:
    return _mine()


def _mine(**sent: PasswordForm) -> str:
    forms = {name: sent.get(name) or PasswordForm(formdata=None) for name in ("renewing", "giving_up")}
    for name, form in forms.items():
        form.password.id = f"{name}-password"  # both stand on one page
    return render_template(
        "accounts/my_second_step.html",
        authenticator=queries.authenticator_of(current_user.id),
        left=queries.recovery_codes_left(current_user.id),
        **forms,
    )


@blueprint.route("/me/second-step/new", methods=["GET", "POST"])
@login_required
def set_up_second_step() -> Answer:
    form, status = SetUpForm(), 200
    if not form.is_submitted():
        form.token.data = tokens.of_authenticator(current_user.id, codes.fresh_salt())
    else:
        try:
            given = commands.set_up(
                actor_id=current_user.id,
                token=form.token.data or "",
                code=form.code.data or "",
                password=form.password.data or "",
                sign_in_id=web.sign_in_id(),
            )
            return _codes(given)
        except CopError as error:
            status = web.explain(form, error)
    salt = tokens.read_authenticator(form.token.data or "", current_user.id)
    if salt is None:
        flash(commands.OUT_OF_TIME, "needs")
        return redirect(url_for("accounts.set_up_second_step"), 303)
    secret = codes.secret_of(current_user.id, salt)
    return render_template("accounts/set_up.html", form=form, secret=secret), status


@blueprint.get("/me/second-step/picture")
@login_required
def second_step_picture() -> Plain:
    """The picture for an authenticator, of the secret that a page of the actor's names."""
    salt = tokens.read_authenticator(request.args.get("token", ""), current_user.id)
    if salt is None:
        raise NotFound
    said, drawn = codes.address_of(current_user.id, salt, account=current_user.email), io.BytesIO()
    segno.make(said, error="m").save(drawn, kind="svg", scale=5, border=4, light="#fff")
    return Plain(drawn.getvalue(), mimetype="image/svg+xml")


@blueprint.post("/me/second-step/codes")
@login_required
def renew_codes() -> Answer:
    form = PasswordForm()
    try:
        return _codes(commands.renew_codes(actor_id=current_user.id, password=form.password.data or ""))
    except CopError as error:
        status = web.explain(form, error)
    return _mine(renewing=form), status


@blueprint.post("/me/second-step/removal")
@login_required
def give_up_second_step() -> Answer:
    form = PasswordForm()
    try:
        commands.give_up(actor_id=current_user.id, password=form.password.data or "")
    except CopError as error:
        status = web.explain(form, error)
        return _mine(giving_up=form), status
    flash("You sign in with your password alone again.", "good")
    return redirect(url_for("accounts.account"), 303)


def _codes(given: list[str]) -> str:
    """Shown once, and kept by nobody but who reads it."""
    return render_template("accounts/recovery_codes.html", codes=given)
