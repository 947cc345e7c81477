"""Indicators: adding one, its values, where it is to be, and taking it away; all by the pair."""

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from cop import policy, web
from cop.intentions import commands
from cop.intentions.commands.locks import NOT_YOURS
from cop.intentions.forms import IndicatorForm, ValueForm
from cop.intentions.queries import chart_of, number
from cop.intentions.views.blueprint import blueprint, intention_here
from cop.models import Indicator, IndicatorValue, Intention
from cop.web import Answer


@blueprint.get("/intentions/<int:intention_id>/indicators")
@login_required
def new_indicator(intention_id: int) -> str:
    return _show_form(_written(intention_id), IndicatorForm(formdata=None))


@blueprint.post("/intentions/<int:intention_id>/indicators")
@login_required
def add_indicator(intention_id: int) -> Answer:
    here, form = _written(intention_id), IndicatorForm()
    status = web.refused(
        form,
        lambda: commands.add_indicator(
            actor_id=current_user.id, intention_id=here.id, measured=form.measured()
        ),
    )
    if status:
        return _show_form(_written(intention_id), form), status
    flash("Added. Say what it was on other days as they come.", "good")
    return redirect(url_for("intentions.intention", intention_id=intention_id, _anchor="indicators"), 303)


@blueprint.get("/indicators/<int:indicator_id>")
@login_required
def indicator(indicator_id: int) -> str:
    return _show(_indicator(indicator_id), ValueForm(formdata=None))


@blueprint.post("/indicators/<int:indicator_id>/values")
@login_required
def note_value(indicator_id: int) -> Answer:
    here, form = _indicator(indicator_id), ValueForm()
    status = web.refused(
        form,
        lambda: commands.note_value(actor_id=current_user.id, indicator_id=here.id, **form.noted()),
    )
    if status:
        return _show(_indicator(indicator_id), form), status
    flash("Saved.", "good")
    return _back(here.id)


@blueprint.get("/indicators/<int:indicator_id>/goal")
@login_required
def goal(indicator_id: int) -> str:
    here = _indicator(indicator_id)
    return _show_form(here.intention, IndicatorForm.of(here), indicator=here)


@blueprint.post("/indicators/<int:indicator_id>/goal")
@login_required
def set_goal(indicator_id: int) -> Answer:
    here, form = _indicator(indicator_id), IndicatorForm()
    status = web.refused(form, lambda: commands.set_goal(**_of(here), measured=form.measured()))
    if status:
        here = _indicator(indicator_id)
        return _show_form(here.intention, form, indicator=here), status
    flash("Saved.", "good")
    return _back(here.id)


@blueprint.post("/values/<int:value_id>/removal")
@login_required
def remove_value(value_id: int) -> Response:
    """It can be said again, so nothing is asked before."""
    value: IndicatorValue = web.found(sa.select(IndicatorValue).where(IndicatorValue.id == value_id))
    here = _indicator(value.indicator_id)
    commands.remove_value(actor_id=current_user.id, value_id=value_id)
    flash("Taken away.", "good")
    return _back(here.id)


@blueprint.get("/indicators/<int:indicator_id>/removal")
@login_required
def indicator_removal(indicator_id: int) -> str:
    """Asks whether it is to go: that can't be undone."""
    return render_template("intentions/indicator_removal.html", indicator=_indicator(indicator_id))


@blueprint.post("/indicators/<int:indicator_id>/removal")
@login_required
def remove_indicator(indicator_id: int) -> Response:
    here = commands.remove_indicator(**_of(_indicator(indicator_id)))
    flash("Taken away.", "good")
    return redirect(url_for("intentions.intention", intention_id=here.id), 303)


def _of(indicator: Indicator) -> dict[str, int]:
    return {"actor_id": current_user.id, "indicator_id": indicator.id}


def _back(indicator_id: int) -> Response:
    return redirect(url_for("intentions.indicator", indicator_id=indicator_id), 303)


def _indicator(indicator_id: int) -> Indicator:
    query = sa.select(Indicator).where(Indicator.id == indicator_id).options(joinedload(Indicator.values))
    here: Indicator = web.found(query)
    _written(here.intention_id)
    return here


def _written(intention_id: int) -> Intention:
    here = intention_here(intention_id)
    policy.require(policy.can_write_intention(web.actor(), here), NOT_YOURS)
    return here


def _show(here: Indicator, form: ValueForm) -> str:
    return render_template(
        "intentions/indicator.html", indicator=here, chart=chart_of(here), number=number, form=form
    )


def _show_form(here: Intention, form: IndicatorForm, *, indicator: Indicator | None = None) -> str:
    return render_template("intentions/indicator_form.html", intention=here, form=form, indicator=indicator)
