"""The page of a workshop."""

from flask import render_template
from flask_login import login_required
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest

from cop import web
from cop.models import Component, Workshop
from cop.programme.forms import COMPONENTS, MaterialForm, SegmentForm
from cop.programme.queries import workshops
from cop.programme.views.blueprint import blueprint
from cop.web import asked


@blueprint.get("/workshops/<int:workshop_id>")
@login_required
def workshop(workshop_id: int) -> str:
    return show_workshop(found(workshop_id))


def show_workshop(workshop: Workshop, **sent: FlaskForm) -> str:
    """The page, with the forms of who plans there: as they were `sent` and refused, by their names here, or empty."""
    forms: dict[str, FlaskForm] = {
        "segment": SegmentForm(formdata=None),
        "material": MaterialForm(formdata=None),
    }
    return render_template(
        "programme/workshop.html",
        workshop=workshop,
        wanted=component_asked_for(),
        components=COMPONENTS,
        **forms | sent,
    )


def found(workshop_id: int) -> Workshop:
    """The workshop; NotFound for who can't read its cohort."""
    there: Workshop = web.found(workshops.by_id(web.actor(), workshop_id))
    return there


def component_asked_for() -> Component | None:
    """Which parts are to be shown: the query's `component`, or all (domain.md A23)."""
    word = asked.only("component")
    if not word:
        return None
    if word not in [*Component]:
        raise BadRequest
    return Component(word)
