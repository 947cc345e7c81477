"""Measures on a person: taken and ended by who looks after a space, or everywhere by stewards and staff."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError, NotFound
from cop.models import Measure, Person
from cop.spaces import commands
from cop.spaces.forms import EndingForm, MeasureForm
from cop.spaces.views.blueprint import blueprint
from cop.spaces.views.members import managed_space
from cop.spaces.views.standing import show_member

Answer = str | Response | tuple[str, int]
TAKEN = "Done. They are told why, until when it holds, and how to appeal."


@blueprint.post("/spaces/<slug>/members/<int:person_id>/measures")
@login_required
@web.proved
def measure_member(slug: str, person_id: int) -> Answer:
    space, form = managed_space(slug), MeasureForm.in_a_space()

    def show() -> str:
        return show_member(slug, person_id, measure=form)

    return _taken(form, person_id, show, space_id=space.id)


@blueprint.route("/measures/<int:measure_id>/ending", methods=["GET", "POST"])
@login_required
@web.proved
def end_measure(measure_id: int) -> Answer:
    form = EndingForm()

    def show() -> str:
        measure = _seen(measure_id)
        return render_template("spaces/ending.html", measure=measure, form=form, address=_address_of(measure))

    if not form.is_submitted():
        return show()
    if not form.validate():
        return show(), 422
    try:
        measure = commands.end_measure(
            actor_id=current_user.id, measure_id=measure_id, reason=form.reason.data or ""
        )
    except CopError as error:
        status = web.explain(form, error)
        return show(), status
    flash("That holds no more. They are told.", "good")
    return redirect(_address_of(measure), 303)


def _seen(measure_id: int) -> Measure:
    measure: Measure = web.found(sa.select(Measure).where(Measure.id == measure_id))
    if not policy.can_end_measure(web.actor(), measure):
        raise NotFound
    return measure


@blueprint.route("/people/<int:person_id>/measures", methods=["GET", "POST"])
@login_required
@web.proved
def measures_everywhere(person_id: int) -> Answer:
    """What holds about somebody everywhere, and the form for more."""
    someone, form = _found(person_id), MeasureForm.everywhere()

    def show() -> str:
        return render_template(
            "spaces/measures.html", someone=someone, form=form, measures=Measure.of(person_id, None)
        )

    return _taken(form, person_id, show) if form.is_submitted() else show()


def _found(person_id: int) -> Person:
    """Anybody with an account, for who may decide about them everywhere; nobody is there for others."""
    if not policy.can_measure_everywhere(web.actor()):
        raise NotFound
    someone: Person = web.found(sa.select(Person).where(Person.id == person_id))
    return someone


def _taken(
    form: MeasureForm, person_id: int, show: Callable[[], str], *, space_id: int | None = None
) -> Answer:
    if not form.validate():
        return show(), 422
    try:
        measure = commands.take_measure(
            actor_id=current_user.id, person_id=person_id, wanted=form.wanted(), space_id=space_id
        )
    except CopError as error:
        status = web.explain(form, error)
        return show(), status
    flash(TAKEN, "good")
    return redirect(_address_of(measure), 303)


def _address_of(measure: Measure) -> str:
    about: dict[str, Any] = {"person_id": measure.person_id}
    if measure.space is None:
        return url_for("spaces.measures_everywhere", **about)
    return url_for("spaces.member", slug=measure.space.slug, **about)
