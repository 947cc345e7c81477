"""Roles outside of any space: who has which, giving one, its term, and its end."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import NotFound
from cop.models import Appointment
from cop.models.appointment_roles import USUAL_DAYS
from cop.spaces import commands
from cop.spaces.forms import AppointForm
from cop.spaces.queries import directory, offices
from cop.spaces.views.blueprint import blueprint
from cop.web import Answer, asked
from cop.web.tenures import ROLE_HINTS, TermForm, usual_days


@blueprint.get("/appointments")
@login_required
def appointments() -> str:
    _require()
    return render_template(
        "spaces/appointments.html", appointments=offices.appointments(), invitations=offices.invited()
    )


@blueprint.get("/appointments/new")
@login_required
def new_appointment() -> str:
    _require()
    return _new(AppointForm(formdata=None, role=None))


@blueprint.post("/appointments/new")
@login_required
@web.proved
def appoint() -> Answer:
    _require()
    form = _offer(AppointForm())
    status = web.refused(
        form,
        lambda: commands.appoint_person(
            actor_id=current_user.id,
            person_id=form.person.data,
            **form.tenure()._asdict(),
        ),
    )
    if status:
        return _new(form), status
    flash("Appointed.", "good")
    return redirect(url_for("spaces.appointments"), 303)


def _new(form: AppointForm) -> str:
    return render_template(
        "spaces/new_appointment.html",
        form=_offer(form),
        name=asked.name(),
        hints=ROLE_HINTS,
        usual=usual_days(),
    )


def _offer(form: AppointForm) -> AppointForm:
    name, actor = asked.name(), web.actor()
    found = offices.appointable(actor, name=name) if name else []
    form.offer(directory.organisations(), staff=actor.is_staff)
    return form.offer_people(found)


@blueprint.get("/appointments/<int:appointment_id>")
@login_required
def appointment(appointment_id: int) -> str:
    return _page(_found(appointment_id))


@blueprint.post("/appointments/<int:appointment_id>")
@login_required
@web.proved
def set_appointment_term(appointment_id: int) -> Answer:
    _found(appointment_id)
    form = TermForm()
    status = web.refused(
        form,
        lambda: commands.set_term(actor_id=current_user.id, appointment_id=appointment_id, until=form.end()),
    )
    if status:
        return _page(_found(appointment_id), form), status
    flash("Saved.", "good")
    return redirect(url_for("spaces.appointments"), 303)


@blueprint.post("/appointments/<int:appointment_id>/ending")
@login_required
@web.proved
def end_appointment(appointment_id: int) -> Response:
    appointment = commands.end_appointment(actor_id=current_user.id, appointment_id=appointment_id)
    flash("It has ended.", "good")
    is_mine = appointment.person_id == current_user.id
    return redirect(url_for("spaces.my_roles" if is_mine else "spaces.appointments"), 303)


def _page(appointment: Appointment, form: TermForm | None = None) -> str:
    shown = form or TermForm(formdata=None, until=appointment.last_day)
    needs_end = appointment.role in USUAL_DAYS
    return render_template(
        "spaces/appointment.html", appointment=appointment, form=shown, needs_end=needs_end
    )


def _require() -> None:
    if not policy.can_see_appointments(web.actor()):
        raise NotFound


def _found(appointment_id: int) -> Appointment:
    found: Appointment = web.found(offices.appointment(appointment_id))
    if found.is_over() or not policy.can_end_appointment(web.actor(), found):
        raise NotFound
    return found
