"""Publishing what was suggested, or declining it."""

from flask import flash, redirect, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.library import commands
from cop.library.commands.deciding import KEEPERS
from cop.library.forms import DeclineForm
from cop.library.views.blueprint import blueprint, here
from cop.library.views.showing import show
from cop.models import Resource
from cop.web import Answer


@blueprint.post("/library/<int:resource_id>/publication")
@login_required
def publish(resource_id: int) -> Response:
    commands.publish(actor_id=current_user.id, resource_id=_kept(resource_id).id)
    flash("It stands in the library.", "good")
    return _back(resource_id)


@blueprint.post("/library/<int:resource_id>/publication/removal")
@login_required
def decline(resource_id: int) -> Answer:
    """Decline it, or take it out of the library."""
    resource, form = _kept(resource_id), DeclineForm()
    about = {"actor_id": current_user.id, "resource_id": resource.id}
    status = web.refused(form, lambda: commands.decline(**about, reason=form.reason.data or ""))
    if status:
        return show(here(resource_id), decline=form), status
    flash("It does not stand in the library. It can be published later.", "good")
    return _back(resource_id)


def _kept(resource_id: int) -> Resource:
    found = here(resource_id)
    policy.require(policy.can_keep_library(web.actor()), KEEPERS)
    return found


def _back(resource_id: int) -> Response:
    return redirect(url_for("library.resource", resource_id=resource_id), 303)
