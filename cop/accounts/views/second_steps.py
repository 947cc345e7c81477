"""The second step of signing in, as its person sees it: set up, looked at, and given up."""

import segno
from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import web
from cop.accounts import commands, queries
from cop.accounts.commands import codes, tokens
from cop.accounts.forms import PasswordForm, SetUpForm, ShownForm
from cop.accounts.views.blueprint import blueprint
from cop.errors import CopError
from cop.web import Answer


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
        passkeys=queries.passkeys_of(current_user.id),
        left=queries.recovery_codes_left(current_user.id),
        **forms,
    )


@blueprint.route("/me/second-step/new", methods=["GET", "POST"])
@login_required
def set_up_second_step() -> Answer:
    form, status = SetUpForm(), 200
    if form.is_submitted():
        try:
            return _set_up(form)
        except CopError as error:
            status = web.explain(form, error)
    secret, picture = shown(form, current_user.id, account=current_user.email)
    return render_template("accounts/set_up.html", form=form, secret=secret, picture=picture), status


def _set_up(form: SetUpForm) -> Answer:
    given = commands.set_up(
        actor_id=current_user.id,
        token=form.token.data or "",
        code=form.code.data or "",
        password=form.password.data or "",
        sign_in_id=web.sign_in_id(),
    )
    return show_codes(given)


def shown(form: ShownForm, person_id: int, *, account: str) -> tuple[str, str]:
    """The secret that `form` names, and its picture for an authenticator, which stands in the page and has no address.
    Where it names none, or one of long ago, another.
    """
    salt = tokens.read_authenticator(form.token.data or "", person_id)
    if salt is None:
        salt = codes.fresh_salt()
        form.token.data = tokens.of_authenticator(person_id, salt)
    picture = segno.make(codes.address_of(person_id, salt, account=account), error="m")
    return codes.secret_of(person_id, salt), picture.svg_data_uri(scale=5, border=4, light="#fff")


@blueprint.post("/me/second-step/codes")
@login_required
def renew_codes() -> Answer:
    form = PasswordForm()
    try:
        return show_codes(commands.renew_codes(actor_id=current_user.id, password=form.password.data or ""))
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
    left = queries.has_second_step(current_user.id)
    flash(
        "Your authenticator is given up." if left else "You sign in with your password alone again.", "good"
    )
    return redirect(url_for("accounts.my_second_step"), 303)


def show_codes(given: list[str], *, onward: str = "") -> Answer:
    """The codes that come with the first factor: shown once, and kept by nobody but who reads them. With another factor
    there are none.
    """
    if not given:
        flash("Set up. Your codes on paper stay as they are.", "good")
        return redirect(url_for("accounts.my_second_step"), 303)
    return render_template("accounts/recovery_codes.html", codes=given, onward=onward)
