"""Leaving the place: what it means, what is to become of what one wrote, and the last question."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.accounts import commands, queries
from cop.accounts.forms import LeavingForm, WayForm
from cop.accounts.views import browsers
from cop.accounts.views.blueprint import blueprint
from cop.errors import CopError
from cop.models import Way
from cop.web import Answer


@blueprint.get("/me/leaving")
@login_required
def leaving() -> str:
    return _choosing(WayForm(formdata=None))


def _choosing(form: WayForm) -> str:
    return render_template(
        "accounts/leaving.html",
        form=form,
        left=queries.left_by(current_user.id),
        alone=queries.moderated_alone(current_user.id),
        runs_alone=queries.runs_alone(current_user.id),
    )


@blueprint.get("/me/leaving/confirmation")
@login_required
def leaving_for_good() -> Answer:
    form = WayForm(request.args)
    if not form.validate():
        return _choosing(form), 422
    return _confirming(LeavingForm(formdata=None, way=form.way.data))


@blueprint.post("/me/leaving/confirmation")
@login_required
def leave_for_good() -> Answer:
    form, status = LeavingForm(), 422
    if form.way.data not in {*Way}:
        return redirect(url_for("accounts.leaving"), 303)
    try:
        if form.validate():
            return _leave(form)
    except CopError as error:
        status = web.explain(form, error)
    return _confirming(form), status


def _confirming(form: LeavingForm) -> str:
    return render_template(
        "accounts/leaving_for_good.html",
        form=form,
        way=form.way.data,
        left=queries.left_by(current_user.id),
    )


def _leave(form: LeavingForm) -> Response:
    commands.leave_place(
        actor_id=current_user.id, way=Way(form.way.data or ""), password=form.password.data or ""
    )
    response = browsers.leave(redirect(url_for("accounts.left"), 303))
    flash("Your account is closed, and you are signed out everywhere.", "signed-out")
    return response


@blueprint.get("/left")
def left() -> str:
    """For whoever has just left: nobody is signed in here."""
    return render_template("accounts/left.html")
