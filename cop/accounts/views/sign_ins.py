"""Signing in and out."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.accounts import commands, queries
from cop.accounts.forms import PasskeyForm, SignInForm
from cop.accounts.views import browsers
from cop.accounts.views.blueprint import blueprint
from cop.accounts.views.entering import let_on
from cop.accounts.views.targets import onward, target
from cop.errors import CopError, Invalid
from cop.web import Answer

SHORT = (
    "You look after others here now, which asks for more than a password. Sign in: you are then led to set up an "
    "authenticator or a passkey."
)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Answer:
    if current_user.is_authenticated:
        return redirect(target(), 303)
    form, status = SignInForm(), 200
    if not form.is_submitted():
        _say_why_it_ended()
    else:
        status = 422
        try:
            if form.validate():
                return _begin(form)
        except CopError as error:
            status = web.explain(form, error)
    return sign_in_page(form, PasskeyForm(formdata=None)), status


def sign_in_page(form: SignInForm, passkey: PasskeyForm) -> str:
    """Each of the ways in, and what was wrong with the one that was tried."""
    elsewhere = onward("accounts.set_out")
    return render_template("accounts/sign_in.html", form=form, passkey=passkey, elsewhere=elsewhere)


def _say_why_it_ended() -> None:
    """Whoever was given a role that asks for a second step is led to it by signing in anew."""
    if queries.is_short(str(session.get("_user_id", ""))):
        session.pop("_user_id")
        flash(SHORT, "needs")


def _begin(form: SignInForm) -> Response:
    signed_in = commands.sign_in(
        email=form.email.data or "",
        password=form.password.data or "",
        address=request.remote_addr,
        **browsers.about(),
    )
    if signed_in is None:
        raise Invalid(
            "The e-mail address or the password is not right. Check both, or ask for a new password.",
            field="email",
        )
    return let_on(signed_in)


@blueprint.post("/sign-out")
@login_required
def sign_out() -> Response:
    commands.end_sign_in(actor_id=current_user.id, sign_in_id=web.sign_in_id())
    response = browsers.leave(redirect(url_for("accounts.sign_in"), 303))
    flash("You are signed out.", "signed-out")
    return response
