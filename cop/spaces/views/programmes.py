"""Programmes, for who keeps them: the list, and entering one."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import policy, web
from cop.errors import NotFound
from cop.models import Programme
from cop.spaces import commands
from cop.spaces.forms import ProgrammeForm
from cop.spaces.queries import spaces
from cop.spaces.views.blueprint import blueprint
from cop.web import Answer


@blueprint.get("/programmes")
@login_required
def programmes() -> str:
    require_keeper()
    return render_template(
        "spaces/programmes.html", programmes=spaces.programmes(), recruiting=spaces.recruiting()
    )


@blueprint.route("/programmes/new", methods=["GET", "POST"])
@login_required
@web.proved
def new_programme() -> Answer:
    require_keeper()
    form, status, made = ProgrammeForm(), 200, list[Programme]()
    if form.is_submitted():
        status = web.refused(form, lambda: made.append(_create(form)))
    if status:
        return render_template("spaces/new_programme.html", form=form), status
    flash(f"{made[0].name} is entered. Say whom it looks for, or make its first cohort.", "good")
    return redirect(url_for("spaces.recruit", programme=made[0].slug), 303)


def _create(form: ProgrammeForm) -> Programme:
    return commands.create_programme(
        actor_id=current_user.id,
        name=form.name.data or "",
        parent=form.parent.data or "",
        summary=form.summary.data or "",
        status=form.status.data,
        ended_on=form.ended_on.data,
    )


def require_keeper() -> None:
    """Whoever keeps none finds no such page."""
    if not policy.can_keep_programme(web.actor()):
        raise NotFound
