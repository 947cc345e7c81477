"""Another e-mail address to sign in with: asking for it, confirming it, and taking it back."""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.accounts import commands, queries
from cop.accounts.forms import AddressForm
from cop.accounts.views import browsers
from cop.accounts.views.blueprint import blueprint
from cop.accounts.views.links import choose_password, secret, show_dead
from cop.errors import CopError, NotFound
from cop.models import AddressChange
from cop.web import Answer

ASKED = "A link is on its way to {}. Open it within twelve hours, signed in here: until then you sign in as before."


@blueprint.route("/me/address", methods=["GET", "POST"])
@login_required
@web.proved
def new_address() -> Answer:
    """The same answer for every address, whoever has an account with it (security.md S12)."""
    form, status = AddressForm(), 200
    if form.is_submitted():
        status = web.refused(form, lambda: _ask(form))
        if not status:
            return redirect(url_for("accounts.account"), 303)
    page = render_template(
        "accounts/new_address.html",
        form=form,
        waiting=queries.address_change_of(current_user.id),
        may=policy.can_change_address(web.actor()),
    )
    return page, status


def _ask(form: AddressForm) -> None:
    change = commands.ask_for_address(actor_id=current_user.id, email=form.email.data or "")
    flash(ASKED.format(change.wanted))


@blueprint.post("/me/address/removal")
@login_required
def give_up_address() -> Response:
    commands.give_up_address(actor_id=current_user.id)
    flash("Your address stays as it is, and the link in the e-mail is dead.")
    return redirect(url_for("accounts.account"), 303)


@blueprint.route("/new-address/<token>", methods=["GET", "POST"])
@secret
def confirm_address(token: str) -> Answer:
    """A press of a button by who is signed in as whoever asked: programmes that look at links confirm nothing, and a
    letter that has gone astray is of no use.
    """
    status = 200
    try:
        change = commands.change_to_confirm(token)
        if request.method == "POST" and _is_mine(change):
            return _confirm(token)
    except NotFound as error:
        return show_dead(error, again=url_for("accounts.new_address"))
    except CopError as error:
        flash(error.message, "needs")
        status = error.status
    page = render_template(
        "accounts/confirm_address.html", change=change, link=token, is_mine=_is_mine(change)
    )
    return page, status


def _is_mine(change: AddressChange) -> bool:
    return bool(current_user.is_authenticated and current_user.id == change.person_id)


def _confirm(token: str) -> Response:
    about = browsers.about()
    cookie = commands.confirm_address(
        actor_id=current_user.id, token=token, sign_in_id=web.sign_in_id(), browser=about["browser"]
    )
    flash("Your address is changed: sign in with it from now on. You are signed out everywhere else.", "good")
    return browsers.remember(redirect(url_for("accounts.account"), 303), cookie)


@blueprint.route("/former-address/<token>", methods=["GET", "POST"])
@secret
def take_address_back(token: str) -> Answer:
    return choose_password(
        "accounts/take_address_back.html",
        find=partial(commands.change_to_take_back, token),
        choose=partial(commands.take_address_back, token=token),
        done="Your address is as it was, and your password is changed. Sign in with them.",
    )
