"""My roles and their terms, and handing one on."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import NotFound
from cop.models import Appointment, Role
from cop.models.successions import Office
from cop.spaces import commands
from cop.spaces.forms import SuccessorForm
from cop.spaces.queries import offices
from cop.spaces.views.blueprint import blueprint
from cop.web import Answer, asked
from cop.web.tenures import TermForm


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
@web.proved
def successor_in_a_space(role_id: int) -> Answer:
    found: Role = web.found(offices.role(role_id))
    return _successor(found, {"role_id": role_id})


@blueprint.route("/appointments/<int:appointment_id>/successor", methods=["GET", "POST"])
@login_required
@web.proved
def successor(appointment_id: int) -> Answer:
    found: Appointment = web.found(offices.appointment(appointment_id))
    return _successor(found, {"appointment_id": appointment_id})


def _successor(office: Office, ids: dict[str, Any]) -> Answer:
    if not policy.can_hand_over(web.actor(), office, to_person_id=None):
        raise NotFound
    form, name, status = SuccessorForm(), asked.name(), 200
    form.offer(offices.successors(web.actor(), office, name=name) if name else [])
    if not form.is_submitted():
        form.until.data = office.last_day
    else:
        status = web.refused(
            form,
            lambda: commands.nominate(
                actor_id=current_user.id, nominee_id=form.person.data, until=form.end(), **ids
            ),
        )
    if status:
        return render_template("spaces/successor.html", office=office, form=form, name=name), status
    flash("They are asked by e-mail. Nothing changes before they say yes.", "good")
    return redirect(url_for("spaces.my_roles"), 303)


@blueprint.post("/successions/<int:succession_id>/acceptance")
@login_required
@web.proved
def accept_succession(succession_id: int) -> Response:
    commands.accept_succession(actor_id=current_user.id, succession_id=succession_id)
    flash("Thank you. You have the role from now on, together with who holds it until the handover.", "good")
    return redirect(url_for("spaces.my_roles"), 303)


@blueprint.post("/successions/<int:succession_id>/refusal")
@login_required
@web.proved
def refuse_succession(succession_id: int) -> Response:
    commands.refuse_succession(actor_id=current_user.id, succession_id=succession_id)
    flash("You said no. They are told.", "good")
    return redirect(url_for("spaces.my_roles"), 303)


@blueprint.post("/successions/<int:succession_id>/withdrawal")
@login_required
@web.proved
def withdraw_succession(succession_id: int) -> Response:
    commands.withdraw_succession(actor_id=current_user.id, succession_id=succession_id)
    flash("Withdrawn.", "good")
    return redirect(url_for("spaces.my_roles"), 303)


@blueprint.route("/roles/<int:role_id>/term", methods=["GET", "POST"])
@login_required
@web.proved
def role_term(role_id: int) -> Answer:
    """Until when somebody has a role in a space, for who looks after its members."""
    role: Role = web.found(offices.role(role_id))
    if not policy.can_set_term(web.actor(), role):
        raise NotFound
    form, status = TermForm(), 200
    space, person_id = role.membership.space, role.person_id
    if not form.is_submitted():
        form.until.data = role.last_day
    else:
        status = web.refused(
            form, lambda: commands.set_term(actor_id=current_user.id, role_id=role_id, until=form.end())
        )
    if status:
        return render_template("spaces/term.html", role=role, form=form), status
    flash("Saved.", "good")
    return redirect(url_for("spaces.member", slug=space.slug, person_id=person_id), 303)
