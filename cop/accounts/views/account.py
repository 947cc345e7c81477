"""My sign-ins, and ending them."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.accounts import commands, queries
from cop.accounts.views.blueprint import blueprint
from cop.db import session


@blueprint.get("/me/account")
@login_required
def account() -> str:
    return render_template(
        "accounts/account.html",
        sign_ins=queries.sign_ins_of(current_user.id),
        this_id=web.sign_in_id(),
        identities=session.scalars(queries.identities_of(current_user.id)).all(),
        waiting=queries.address_change_of(current_user.id),
        blocks=queries.blocks_of(current_user.id),
    )


@blueprint.post("/me/sign-ins/<int:sign_in_id>/removal")
@login_required
@web.proved
def end_sign_in(sign_in_id: int) -> Response:
    commands.end_sign_in(actor_id=current_user.id, sign_in_id=sign_in_id)
    flash("That sign-in has ended.")
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/me/sign-ins/others/removal")
@login_required
@web.proved
def end_other_sign_ins() -> Response:
    commands.end_other_sign_ins(actor_id=current_user.id, sign_in_id=web.sign_in_id())
    flash("You are signed out everywhere else.")
    return redirect(url_for("accounts.account"), 303)
