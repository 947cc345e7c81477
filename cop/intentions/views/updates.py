"""What a pair says each quarter."""

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import clock, policy, web
from cop.errors import Conflict, CopError
from cop.intentions import commands
from cop.intentions.commands.locks import NOT_YOURS
from cop.intentions.commands.updates import A_QUARTER, NOT_SHARED
from cop.intentions.forms import UpdateForm
from cop.intentions.views.blueprint import blueprint, intention_here
from cop.models import Intention, ProgressUpdate
from cop.web import Answer


@blueprint.get("/intentions/<int:intention_id>/updates/new")
@login_required
def new_update(intention_id: int) -> str:
    here = _shared(intention_id)
    form = UpdateForm(formdata=None, review_on=clock.today() + A_QUARTER)
    form.renew_key()
    return _show(here, form)


@blueprint.post("/intentions/<int:intention_id>/updates/new")
@login_required
def write_update(intention_id: int) -> Answer:
    here, form, error = _shared(intention_id), UpdateForm(), None
    try:
        if form.validate():
            return _write(here, form)
    except CopError as refused:
        error = refused
        web.explain(form, error)
    form.renew_key(error)
    return _show(_shared(intention_id), form), error.status if error else 422


def _write(here: Intention, form: UpdateForm) -> Response:
    commands.write_update(
        actor_id=current_user.id, intention_id=here.id, changed=form.changed(), key=form.sent_key()
    )
    flash("Saved. Everybody who reads your intention reads it.", "good")
    return redirect(url_for("intentions.intention", intention_id=here.id, _anchor="updates"), 303)


@blueprint.get("/updates/<int:update_id>/removal")
@login_required
def update_removal(update_id: int) -> str:
    """Asks whether it is to go: that can't be undone."""
    return render_template("intentions/update_removal.html", update=_update(update_id))


@blueprint.post("/updates/<int:update_id>/removal")
@login_required
def remove_update(update_id: int) -> Response:
    here = commands.remove_update(actor_id=current_user.id, update_id=_update(update_id).id)
    flash("Taken away.", "good")
    return redirect(url_for("intentions.intention", intention_id=here.id), 303)


def _update(update_id: int) -> ProgressUpdate:
    update: ProgressUpdate = web.found(sa.select(ProgressUpdate).where(ProgressUpdate.id == update_id))
    _written(update.intention_id)
    return update


def _written(intention_id: int) -> Intention:
    here = intention_here(intention_id)
    policy.require(policy.can_write_intention(web.actor(), here), NOT_YOURS)
    return here


def _shared(intention_id: int) -> Intention:
    here = _written(intention_id)
    if not here.is_shared:
        raise Conflict(NOT_SHARED)
    return here


def _show(here: Intention, form: UpdateForm) -> str:
    return render_template("intentions/update.html", intention=here, form=form)
