"""A cohort: its workshops, where it comes together, and how far it is."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import policy, web
from cop.errors import NotFound
from cop.models import Cohort, Space, SpaceKind
from cop.programme import commands
from cop.programme.commands.cohorts import KEEPERS
from cop.programme.forms import COMPONENTS, STAGES, CohortForm
from cop.programme.queries import workshops
from cop.programme.views.blueprint import blueprint
from cop.programme.views.workshops import component_asked_for
from cop.web import Answer
from cop.web.forms import hints


@blueprint.get("/spaces/<slug>/workshops")
@login_required
def of_cohort(slug: str) -> str:
    space = cohort_space(slug)
    return render_template(
        "programme/workshops.html",
        space=space,
        cohort=Cohort.of(space.id),
        workshops=workshops.of_cohort(space),
        wanted=component_asked_for(),
        components=COMPONENTS,
        stages=STAGES,
    )


@blueprint.route("/spaces/<slug>/stage", methods=["GET", "POST"])
@login_required
@web.proved
def stage(slug: str) -> Answer:
    space, status = cohort_space(slug), 200
    policy.require(policy.can_keep_cohort(web.actor(), space), KEEPERS)
    form = CohortForm(obj=Cohort.of(space.id))
    if form.is_submitted():
        status = web.refused(form, lambda: _keep(space, form))
    if status:
        page = render_template("programme/stage.html", space=space, form=form, hints=hints(STAGES))
        return page, status
    flash("Saved.", "good")
    return redirect(url_for("programme.of_cohort", slug=slug), 303)


def _keep(space: Space, form: CohortForm) -> None:
    commands.keep_cohort(
        actor_id=current_user.id, space_id=space.id, venue=form.venue.data or "", stage=form.stage.data
    )


def cohort_space(slug: str) -> Space:
    """The cohort of this address; NotFound for a stranger, and where it is no cohort."""
    space = web.space(slug)
    if space.kind is not SpaceKind.COHORT:
        raise NotFound
    return space
