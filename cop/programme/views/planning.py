"""Planning a workshop: entering it, changing it, cancelling it."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError
from cop.models import Space, Workshop
from cop.programme import commands
from cop.programme.commands.cohorts import OVER, require_keeper
from cop.programme.commands.programmes import Overtaken
from cop.programme.forms import ChangedWorkshopForm, WorkshopForm
from cop.programme.queries import workshops
from cop.programme.views.blueprint import blueprint
from cop.programme.views.cohorts import cohort_space
from cop.programme.views.workshops import found
from cop.web import Answer
from cop.web.forms import hidden_number


@blueprint.route("/spaces/<slug>/workshops/new", methods=["GET", "POST"])
@login_required
def new_workshop(slug: str) -> Answer:
    space = cohort_space(slug)
    require_planner(space)
    form = WorkshopForm()
    if not form.is_submitted():
        form.number.data = workshops.next_number(space)
        form.renew_key()
        return _page(space, form)
    try:
        status = 422 if not form.validate() else 0
        made = None if status else _plan(space, form)
    except CopError as error:
        status, made = web.explain(form, error), None
        form.renew_key(error)
    if made is None:
        return _page(space, form), status
    flash("It is in the calendar. Say now what it is made of.", "good")
    return redirect(url_for("programme.workshop", workshop_id=made.id), 303)


def _plan(space: Space, form: WorkshopForm) -> Workshop:
    return commands.plan_workshop(
        actor_id=current_user.id, space_id=space.id, plan=form.plan(), key=form.sent_key()
    )


@blueprint.route("/workshops/<int:workshop_id>/edit", methods=["GET", "POST"])
@login_required
def edit_workshop(workshop_id: int) -> Answer:
    workshop, status = planned(workshop_id), 200
    form = ChangedWorkshopForm(obj=workshop)
    if form.is_submitted():
        status = web.refused(form, lambda: _edit(workshop, form))
    else:
        form.seen.data = str(workshop.sequence)
    if status:
        return _page(workshop.space, form, workshop), status
    flash("Saved. Calendars learn of it when they next look.", "good")
    return _back(workshop_id)


def _edit(workshop: Workshop, form: ChangedWorkshopForm) -> None:
    seen = hidden_number(form.seen.data)
    try:
        commands.edit_workshop(actor_id=current_user.id, workshop_id=workshop.id, plan=form.plan(), seen=seen)
    except Overtaken:
        form.seen.data = str(found(workshop.id).sequence)
        raise


@blueprint.get("/workshops/<int:workshop_id>/cancelling")
@login_required
def cancelling(workshop_id: int) -> str:
    return render_template("programme/cancelling.html", workshop=planned(workshop_id))


@blueprint.post("/workshops/<int:workshop_id>/cancelling")
@login_required
def cancel(workshop_id: int) -> Response:
    commands.cancel_workshop(actor_id=current_user.id, workshop_id=workshop_id)
    flash("It is cancelled. It can be restored on its page.", "good")
    return _back(workshop_id)


@blueprint.post("/workshops/<int:workshop_id>/cancelling/removal")
@login_required
def restore(workshop_id: int) -> Response:
    commands.restore_workshop(actor_id=current_user.id, workshop_id=workshop_id)
    flash("It is held after all.", "good")
    return _back(workshop_id)


def planned(workshop_id: int) -> Workshop:
    """The workshop, for who plans it. Raises NotFound, Forbidden."""
    workshop = found(workshop_id)
    require_planner(workshop.space)
    return workshop


def require_planner(space: Space) -> None:
    """NotFound for strangers, Forbidden for who plans nothing here, and for everybody once it is over."""
    require_keeper(web.actor(), space)
    policy.require(policy.is_open_to_plans(space), OVER)


def _page(space: Space, form: WorkshopForm, workshop: Workshop | None = None) -> str:
    return render_template("programme/plan.html", space=space, form=form, workshop=workshop)


def _back(workshop_id: int) -> Response:
    return redirect(url_for("programme.workshop", workshop_id=workshop_id), 303)
