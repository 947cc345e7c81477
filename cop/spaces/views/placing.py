"""Placing the people of a cohort in its sets: chosen in a list, looked at, done."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError, NotFound
from cop.models import Space, SpaceKind
from cop.spaces import commands
from cop.spaces.queries import placing as finding
from cop.spaces.queries.spaces import nameable
from cop.spaces.views.blueprint import blueprint
from cop.web import Answer
from cop.web.forms import row_id

CHOICE = "set-"


@blueprint.get("/spaces/<slug>/placing")
@login_required
def placing(slug: str) -> str:
    return _page(_cohort(slug), {})


@blueprint.post("/spaces/<slug>/placing")
@login_required
@web.proved
def place_in_sets(slug: str) -> Answer:
    """`do` is the button: to look at the plan, or to do as it says."""
    cohort, plan = _cohort(slug), _plan()
    if request.form.get("do") != "place":
        return _page(cohort, plan)
    try:
        number = commands.place_in_sets(actor_id=current_user.id, cohort_id=cohort.id, plan=plan)
    except CopError as error:
        return _page(_cohort(slug), plan, message=error.message), error.status
    flash("1 person is placed." if number == 1 else f"{number} people are placed.", "good")
    return _again(slug)


def _again(slug: str) -> Response:
    return redirect(url_for("spaces.placing", slug=slug), 303)


def _plan() -> dict[int, int]:
    """Person → set, of those for whom one was chosen. What no page of ours says is chosen for nobody."""
    chosen = {}
    for name, value in request.form.items():
        if name.startswith(CHOICE) and value:
            try:
                chosen[row_id(name.removeprefix(CHOICE))] = row_id(value)
            except ValueError:
                continue
    return chosen


def _page(cohort: Space, plan: dict[int, int], *, message: str = "") -> str:
    sets, people = finding.sets_of(web.actor(), cohort), finding.unplaced(cohort)
    listed, offered = {each.id for each in people}, {each.space.id for each in sets}
    plan = {who: where for who, where in plan.items() if who in listed and where in offered}
    return render_template(
        "spaces/placing.html",
        cohort=cohort,
        people=people,
        sets=sets,
        plan=plan,
        warnings=finding.warnings(cohort, sets, plan),
        fewest=finding.FEWEST,
        most=finding.MOST,
        message=message,
    )


def _cohort(slug: str) -> Space:
    """By its name: whoever brings people in may not be in it."""
    found: Space = web.found(nameable(web.actor(), slug))
    if found.kind is not SpaceKind.COHORT or not policy.can_create_set(web.actor(), found):
        raise NotFound
    return found
