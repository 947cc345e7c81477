"""Passkeys: signing in with one, making and removing them. A browser asks first what to say to its passkeys."""

from flask import Response as Plain
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.accounts import commands, queries
from cop.accounts.commands import Purpose
from cop.accounts.forms import MakePasskeyForm, PasskeyForm, PasswordForm, SignInForm
from cop.accounts.views import browsers
from cop.accounts.views.blueprint import blueprint
from cop.accounts.views.second_steps import show_codes
from cop.accounts.views.sign_ins import sign_in_page
from cop.accounts.views.targets import target
from cop.errors import CopError
from cop.models import Passkey
from cop.web import Answer


@blueprint.get("/sign-in/passkey")
def passkey_to_sign_in() -> Plain:
    return browsers.given(commands.ask_to_use(Purpose.SIGNING_IN, browser=browsers.mark()))


@blueprint.post("/sign-in/passkey")
def sign_in_by_passkey() -> Answer:
    """With a passkey alone, which is two steps in one."""
    if current_user.is_authenticated:
        return redirect(target(), 303)
    form = PasskeyForm()
    try:
        signed_in = commands.sign_in_by_passkey(
            answered=browsers.answer(form),
            address=request.remote_addr,
            **browsers.about(),
        )
    except CopError as error:
        status = web.explain(form, error)
        return sign_in_page(SignInForm(formdata=None), form), status
    return browsers.enter(redirect(target(), 303), signed_in)


@blueprint.get("/me/passkeys/challenge")
@login_required
def passkey_to_make() -> Plain:
    return browsers.given(commands.ask_to_make(person_id=current_user.id, browser=browsers.mark()))


@blueprint.route("/me/passkeys/new", methods=["GET", "POST"])
@login_required
def add_passkey() -> Answer:
    form, status = MakePasskeyForm(), 200
    if form.is_submitted():
        try:
            return _add(form)
        except CopError as error:
            status = web.explain(form, error)
    return render_template("accounts/new_passkey.html", form=form), status


def _add(form: MakePasskeyForm) -> Answer:
    given = commands.add_passkey(
        actor_id=current_user.id,
        name=form.name.data or "",
        answered=browsers.answer(form),
        password=form.password.data or "",
        sign_in_id=web.sign_in_id(),
    )
    return show_codes(given)


@blueprint.route("/me/passkeys/<int:passkey_id>/removal", methods=["GET", "POST"])
@login_required
def remove_passkey(passkey_id: int) -> Answer:
    passkey: Passkey = web.found(queries.passkey(current_user.id, passkey_id))
    form, status = PasswordForm(), 200
    if form.is_submitted():
        try:
            return _remove(passkey, form)
        except CopError as error:
            status = web.explain(form, error)
    return render_template("accounts/remove_passkey.html", form=form, passkey=passkey), status


def _remove(passkey: Passkey, form: PasswordForm) -> Response:
    commands.remove_passkey(
        actor_id=current_user.id, passkey_id=passkey.id, password=form.password.data or ""
    )
    flash(f"{passkey.name} is forgotten here. Remove it in your device too.", "good")
    return redirect(url_for("accounts.my_second_step"), 303)
