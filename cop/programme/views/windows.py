"""Between which days the sets of a cohort are to meet, for who plans it."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.models import BookingWindow, Space
from cop.programme import commands
from cop.programme.forms.windows import MODE_HINTS, WindowForm
from cop.programme.queries import workshops
from cop.programme.views.blueprint import blueprint
from cop.programme.views.cohorts import cohort_space
from cop.programme.views.planning import require_planner
from cop.web import Answer, asked


@blueprint.get("/spaces/<slug>/windows")
@login_required
def windows(slug: str) -> str:
    space = _planned(slug)
    form = WindowForm(formdata=None)
    form.offer(workshops.sets_in(space))
    return _page(space, form)


@blueprint.post("/spaces/<slug>/windows")
@login_required
def set_window(slug: str) -> Answer:
    space, form = _planned(slug), WindowForm()
    form.offer(workshops.sets_in(space))
    status = web.refused(
        form, lambda: commands.set_window(actor_id=current_user.id, space_id=space.id, window=form.window())
    )
    if status:
        return _page(cohort_space(slug), form), status
    flash("Saved. Sets see it where they arrange their meetings.", "good")
    return redirect(url_for("programme.windows", slug=slug), 303)


@blueprint.post("/spaces/<slug>/windows/removal")
@login_required
def drop_window(slug: str) -> Response:
    commands.drop_window(
        actor_id=current_user.id,
        space_id=_planned(slug).id,
        window_id=asked.counted(request.form.get("window", "")),
    )
    flash("Removed. Meetings that are booked keep their dates.", "good")
    return redirect(url_for("programme.windows", slug=slug), 303)


def _planned(slug: str) -> Space:
    space = cohort_space(slug)
    require_planner(space)
    return space


def _page(space: Space, form: WindowForm) -> str:
    return render_template(
        "programme/windows.html",
        space=space,
        form=form,
        hints=MODE_HINTS,
        windows=BookingWindow.of_cohort(space),
        workshops=workshops.of_cohort(space),
    )
