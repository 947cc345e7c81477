"""A place at a visit or an event, and what one needs there."""

from flask import flash, render_template
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.gatherings import commands
from cop.gatherings.commands.notes import NO_PLACE
from cop.gatherings.forms import NeedsForm
from cop.gatherings.views.blueprint import back, blueprint, found
from cop.gatherings.views.showing import show
from cop.models import GatheringPlace
from cop.web import Answer


@blueprint.post("/gatherings/<int:gathering_id>/place")
@login_required
def sign_up(gathering_id: int) -> Response:
    place = commands.sign_up(actor_id=current_user.id, gathering_id=gathering_id)
    told = "You have a place." if place.given_at else "All places are taken: you are on the waiting list."
    flash(told, "good")
    return back(gathering_id)


@blueprint.get("/gatherings/<int:gathering_id>/place/removal")
@login_required
def withdrawing(gathering_id: int) -> str:
    """A place that is given back goes to somebody else at once: that is asked once more."""
    return render_template("gatherings/withdrawing.html", gathering=found(gathering_id))


@blueprint.post("/gatherings/<int:gathering_id>/place/removal")
@login_required
def withdraw(gathering_id: int) -> Response:
    commands.withdraw(actor_id=current_user.id, gathering_id=gathering_id)
    flash("You have withdrawn. Whoever waited longest has your place.", "good")
    return back(gathering_id)


@blueprint.post("/gatherings/<int:gathering_id>/needs")
@login_required
def tell_needs(gathering_id: int) -> Answer:
    shown, form = found(gathering_id), NeedsForm()
    mine = GatheringPlace.of(current_user.id, shown.id)
    policy.require(mine is not None and shown.takes_names, NO_PLACE)
    status = web.refused(form, lambda: _tell(gathering_id, form))
    if status:
        return show(found(gathering_id), needs=form), status
    flash("The organiser can read it, and nobody else. It is deleted once this is over.", "good")
    return back(gathering_id, "needs")


def _tell(gathering_id: int, form: NeedsForm) -> None:
    commands.tell_needs(
        actor_id=current_user.id,
        gathering_id=gathering_id,
        text=form.needs.data or "",
        consents=bool(form.consents.data),
    )


@blueprint.post("/gatherings/<int:gathering_id>/needs/removal")
@login_required
def forget_needs(gathering_id: int) -> Response:
    commands.forget_needs(actor_id=current_user.id, gathering_id=gathering_id)
    flash("It is deleted.", "good")
    return back(gathering_id, "needs")
