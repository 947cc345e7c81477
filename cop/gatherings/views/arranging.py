"""Arranging a visit or an event: entering it, changing it, cancelling it, taking it over."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError
from cop.gatherings import commands
from cop.gatherings.commands.arranging import Overtaken
from cop.gatherings.commands.locks import KEEPERS
from cop.gatherings.forms import INVITED, KINDS, SCOPES, ChangedGatheringForm, GatheringForm
from cop.gatherings.views.blueprint import back, blueprint, found, kept, space_here
from cop.models import Gathering, Space
from cop.web import Answer
from cop.web.forms import hidden_number, hints


@blueprint.route("/spaces/<slug>/gatherings/new", methods=["GET", "POST"])
@login_required
def new(slug: str) -> Answer:
    space, form = space_here(slug), GatheringForm()
    policy.require(policy.can_arrange(web.actor(), space), KEEPERS)
    form.offer(space)
    if not form.is_submitted():
        form.begin(space)
        form.renew_key()
        return _page(space, form)
    try:
        status = 422 if not form.validate() else 0
        made = None if status else _arrange(space, form)
    except CopError as error:
        status, made = web.explain(form, error), None
        form.renew_key(error)
    if made is None:
        return _page(space, form), status
    flash("It is in the calendar, and members can sign up.", "good")
    return redirect(url_for("gatherings.gathering", gathering_id=made.id), 303)


def _arrange(space: Space, form: GatheringForm) -> Gathering:
    about = {"actor_id": current_user.id, "space_id": space.id}
    return commands.arrange(**about, details=form.details(), key=form.sent_key())


@blueprint.route("/gatherings/<int:gathering_id>/edit", methods=["GET", "POST"])
@login_required
def edit(gathering_id: int) -> Answer:
    gathering, status = kept(gathering_id), 200
    form = ChangedGatheringForm(obj=gathering)
    form.offer(gathering.space)
    if form.is_submitted():
        status = web.refused(form, lambda: _edit(gathering, form))
    else:
        form.seen.data = str(gathering.sequence)
    if status:
        return _page(gathering.space, form, gathering), status
    flash("Saved. Whoever signed up is told where when or where it is has changed.", "good")
    return back(gathering_id)


def _edit(gathering: Gathering, form: ChangedGatheringForm) -> None:
    about, seen = {"actor_id": current_user.id, "gathering_id": gathering.id}, hidden_number(form.seen.data)
    try:
        commands.rearrange(**about, details=form.details(), seen=seen)
    except Overtaken:
        form.seen.data = str(found(gathering.id).sequence)
        raise


@blueprint.get("/gatherings/<int:gathering_id>/cancelling")
@login_required
def cancelling(gathering_id: int) -> str:
    return render_template("gatherings/cancelling.html", gathering=kept(gathering_id))


@blueprint.post("/gatherings/<int:gathering_id>/cancelling")
@login_required
def cancel(gathering_id: int) -> Response:
    commands.cancel(actor_id=current_user.id, gathering_id=gathering_id)
    flash("It is cancelled, and whoever signed up is told. It can be restored here.", "good")
    return back(gathering_id)


@blueprint.post("/gatherings/<int:gathering_id>/cancelling/removal")
@login_required
def restore(gathering_id: int) -> Response:
    commands.restore(actor_id=current_user.id, gathering_id=gathering_id)
    flash("It is held after all, and whoever signed up is told.", "good")
    return back(gathering_id)


@blueprint.get("/gatherings/<int:gathering_id>/organiser")
@login_required
def taking_over(gathering_id: int) -> str:
    return render_template("gatherings/taking_over.html", gathering=kept(gathering_id))


@blueprint.post("/gatherings/<int:gathering_id>/organiser")
@login_required
def take_over(gathering_id: int) -> Response:
    commands.take_over(actor_id=current_user.id, gathering_id=gathering_id)
    flash("You organise it from now on.", "good")
    return back(gathering_id)


def _page(space: Space, form: GatheringForm, gathering: Gathering | None = None) -> str:
    words = {"kinds": hints(KINDS), "scopes": hints(SCOPES), "invited": hints(INVITED)}
    return render_template("gatherings/arrange.html", space=space, form=form, gathering=gathering, **words)
