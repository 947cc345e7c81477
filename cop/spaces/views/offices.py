"""My roles and their terms, and handing one on."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError, NotFound
from cop.models import Appointment, Role
from cop.models.successions import Office
from cop.spaces import commands
from cop.spaces.forms import SuccessorForm, TermForm
from cop.spaces.queries import offices
from cop.spaces.views import asked
from cop.spaces.views.blueprint import blueprint
from cop.web import Answer


@blueprint.get("/me/roles")
@login_required
def my_roles() -> str:
    return render_template(
        "spaces/my_roles.html",
        roles=offices.roles_of(current_user.id),
        appointments=offices.appointments_of(current_user.id),
        asked_of_me=offices.asked_of(current_user.id),
        asked_by_me=offices.asked_by(current_user.id),
    )


@blueprint.route("/roles/<int:role_id>/successor", methods=["GET", "POST"])
@login_required
def successor_in_a_space(role_id: int) -> Answer:
    found: Role = web.found(offices.role(role_id))
    return _successor(found, {"role_id": role_id})


@blueprint.route("/appointments/<int:appointment_id>/successor", methods=["GET", "POST"])
@login_required
def successor(appointment_id: int) -> Answer:
    found: Appointment = web.found(offices.appointment(appointment_id))
    return _successor(found, {"appointment_id": appointment_id})


def _successor(office: Office, ids: dict[str, Any]) -> Answer:
    if not policy.can_hand_over(web.actor(), office, to_person_id=None):
        raise NotFound
    form, name = SuccessorForm(), asked.name()
    form.offer(offices.successors(web.actor(), office, name=name) if name else [])

    def show() -> str:
        return render_template("spaces/successor.html", office=office, form=form, name=name)

    if not form.is_submitted():
        form.until.data = office.last_day
        return show()
    if not form.validate():
        return show(), 422
    try:
        commands.nominate(actor_id=current_user.id, nominee_id=form.person.data, until=form.end(), **ids)
    except CopError as error:
        status = web.explain(form, error)
        return show(), status
    flash("They are asked by e-mail. Nothing changes before they say yes.", "good")
    return redirect(url_for("spaces.my_roles"), 303)


@blueprint.post("/successions/<int:succession_id>/acceptance")
@login_required
def accept_succession(succession_id: int) -> Response:
    commands.accept_succession(actor_id=current_user.id, succession_id=succession_id)
    flash("Thank you. You have the role from now on, together with who holds it until the handover.", "good")
    return redirect(url_for("spaces.my_roles"), 303)


@blueprint.post("/successions/<int:succession_id>/refusal")
@login_required
def refuse_succession(succession_id: int) -> Response:
    commands.refuse_succession(actor_id=current_user.id, succession_id=succession_id)
    flash("You said no. They are told.", "good")
    return redirect(url_for("spaces.my_roles"), 303)


@blueprint.post("/successions/<int:succession_id>/withdrawal")
@login_required
def withdraw_succession(succession_id: int) -> Response:
    commands.withdraw_succession(actor_id=current_user.id, succession_id=succession_id)
    flash("Withdrawn.", "good")
    return redirect(url_for("spaces.my_roles"), 303)


@blueprint.route("/roles/<int:role_id>/term", methods=["GET", "POST"])
@login_required
def role_term(role_id: int) -> Answer:
    """Until when somebody has a role in a space, for who looks after its members."""
    role: Role = web.found(offices.role(role_id))
    if not policy.can_set_term(web.actor(), role):
        raise NotFound
    form, space, person_id = TermForm(), role.membership.space, role.person_id
    if not form.is_submitted():
        form.until.data = role.last_day
        return render_template("spaces/term.html", role=role, form=form)
    if not form.validate():
        return render_template("spaces/term.html", role=role, form=form), 422
    try:
        commands.set_term(actor_id=current_user.id, role_id=role_id, until=form.end())
    except CopError as error:
        status = web.explain(form, error)
        return render_template("spaces/term.html", role=role, form=form), status
    flash("Saved.", "good")
    return redirect(url_for("spaces.member", slug=space.slug, person_id=person_id), 303)
