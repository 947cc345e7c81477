"""A forgotten password, and a change of password."""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.accounts import commands
from cop.accounts.forms import ChangePasswordForm, ForgottenPasswordForm
from cop.accounts.views import browsers
from cop.accounts.views.blueprint import blueprint
from cop.accounts.views.links import choose_password, secret
from cop.errors import CopError
from cop.web import Answer


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
def forgotten_password() -> Answer:
    """The same answer for every address, whoever it belongs to (security.md S12)."""
    form, status = ForgottenPasswordForm(), 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                commands.ask_for_reset(email=form.email.data or "", address=request.remote_addr)
                flash("If there is an account with this address, an e-mail is on its way to it.")
                return redirect(url_for("accounts.sign_in"), 303)
        except CopError as error:
            status = web.explain(form, error)
    return render_template("accounts/forgotten_password.html", form=form), status


@blueprint.route("/reset-password/<token>", methods=["GET", "POST"])
@secret
def reset_password(token: str) -> Answer:
    return choose_password(
        "accounts/reset_password.html",
        find=partial(commands.person_of_reset, token),
        choose=partial(commands.reset_password, token=token),
        done="Your password is changed. Sign in with it.",
        again=url_for("accounts.forgotten_password"),
    )


@blueprint.route("/me/password", methods=["GET", "POST"])
@login_required
def change_password() -> Answer:
    form, status = ChangePasswordForm(), 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                return _change(form)
        except CopError as error:
            status = web.explain(form, error)
    return render_template("accounts/change_password.html", form=form), status


def _change(form: ChangePasswordForm) -> Response:
    signed_in = commands.change_password(
        actor_id=current_user.id,
        current=form.current.data or "",
        password=form.password.data or "",
        **browsers.about(),
    )
    response = browsers.enter(redirect(url_for("accounts.account"), 303), signed_in)
    flash("Your password is changed, and you are signed out everywhere else.")
    return response
