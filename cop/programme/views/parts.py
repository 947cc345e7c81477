"""What a workshop is made of, and what is handed out there."""

from flask import flash, redirect, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.programme import commands
from cop.programme.forms import MaterialForm, SegmentForm
from cop.programme.views.blueprint import blueprint
from cop.programme.views.planning import planned
from cop.programme.views.workshops import found, show_workshop
from cop.web import Answer


@blueprint.post("/workshops/<int:workshop_id>/segments")
@login_required
def add_segment(workshop_id: int) -> Answer:
    planned(workshop_id)
    form = SegmentForm()
    status = web.refused(form, lambda: _add_segment(workshop_id, form))
    if status:
        return show_workshop(found(workshop_id), segment=form), status
    return _back(workshop_id, "agenda")


def _add_segment(workshop_id: int, form: SegmentForm) -> None:
    commands.add_segment(
        actor_id=current_user.id,
        workshop_id=workshop_id,
        title=form.part.data or "",
        component=form.component.data,
    )


@blueprint.post("/segments/<int:segment_id>/raising")
@login_required
def raise_segment(segment_id: int) -> Response:
    segment = commands.raise_segment(actor_id=current_user.id, segment_id=segment_id)
    return _back(segment.workshop_id, "agenda")


@blueprint.post("/segments/<int:segment_id>/removal")
@login_required
def drop_segment(segment_id: int) -> Response:
    workshop_id = commands.drop_segment(actor_id=current_user.id, segment_id=segment_id)
    flash("That part is out.", "good")
    return _back(workshop_id, "agenda")


@blueprint.post("/workshops/<int:workshop_id>/materials")
@login_required
def add_material(workshop_id: int) -> Answer:
    planned(workshop_id)
    form = MaterialForm()
    status = web.refused(form, lambda: _add_material(workshop_id, form))
    if status:
        return show_workshop(found(workshop_id), material=form), status
    return _back(workshop_id, "materials")


def _add_material(workshop_id: int, form: MaterialForm) -> None:
    commands.add_material(
        actor_id=current_user.id,
        workshop_id=workshop_id,
        title=form.title.data or "",
        address=form.address.data or "",
    )


@blueprint.post("/materials/<int:material_id>/removal")
@login_required
def drop_material(material_id: int) -> Response:
    workshop_id = commands.drop_material(actor_id=current_user.id, material_id=material_id)
    flash("That link is out.", "good")
    return _back(workshop_id, "materials")


def _back(workshop_id: int, part: str) -> Response:
    return redirect(url_for("programme.workshop", workshop_id=workshop_id, _anchor=part), 303)
