"""Sharing an intention by both halves, and saying how it stands."""

from flask import flash, redirect, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.intentions import commands
from cop.intentions.commands.locks import NOT_YOURS
from cop.intentions.forms import StatusForm
from cop.intentions.views.blueprint import blueprint, intention_here
from cop.intentions.views.showing import show
from cop.models import IntentionStatus
from cop.web import Answer
from cop.web.forms import hidden_number


@blueprint.post("/intentions/<int:intention_id>/sharing")
@login_required
def share(intention_id: int) -> Response:
    """Agree to what the page showed: the wording of that number and no other."""
    here = intention_here(intention_id)
    number = hidden_number(request.form.get("number"))
    done = commands.agree_to_share(actor_id=current_user.id, intention_id=here.id, number=number)
    said = (
        "Shared: the network reads it." if done.is_done else "Asked. It is shared once the other half agrees."
    )
    flash(said, "good")
    return _back(intention_id)


@blueprint.post("/intentions/<int:intention_id>/sharing/removal")
@login_required
def unshare(intention_id: int) -> Response:
    here = intention_here(intention_id)
    commands.take_back_sharing(actor_id=current_user.id, intention_id=here.id)
    flash("Nobody is asked to share it any more. It stays as it is, between the two of you.", "good")
    return _back(intention_id)


@blueprint.post("/intentions/<int:intention_id>/status")
@login_required
def set_status(intention_id: int) -> Answer:
    here, form = intention_here(intention_id), StatusForm()
    policy.require(policy.can_change_status(web.actor(), here), NOT_YOURS)
    status = web.refused(
        form,
        lambda: commands.set_status(
            actor_id=current_user.id, intention_id=here.id, status=IntentionStatus(form.status.data)
        ),
    )
    if status:
        return show(intention_here(intention_id), status=form), status
    flash("Saved.", "good")
    return _back(intention_id)


def _back(intention_id: int) -> Response:
    return redirect(url_for("intentions.intention", intention_id=intention_id), 303)
