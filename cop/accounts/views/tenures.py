"""Inviting somebody by their address, straight into a role outside of any space."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import policy, web
from cop.accounts import commands, queries
from cop.accounts.forms import InviteToRoleForm
from cop.accounts.views.blueprint import blueprint
from cop.errors import NotFound
from cop.web import Answer
from cop.web.tenures import ROLE_HINTS, usual_days


@blueprint.get("/appointments/invitations/new")
@login_required
def invite_to_role() -> str:
    return _page(_form(InviteToRoleForm(formdata=None, role=None)))


@blueprint.post("/appointments/invitations/new")
@login_required
@web.proved
def appoint_by_address() -> Answer:
    form = _form(InviteToRoleForm())
    status = web.refused(
        form,
        lambda: commands.appoint_by_address(
            actor_id=current_user.id, email=form.email.data or "", tenure=form.tenure()
        ),
    )
    if status:
        return _page(form), status
    flash(f"A letter is on its way to {form.email.data}.", "good")
    return redirect(url_for("spaces.appointments"), 303)


def _form(form: InviteToRoleForm) -> InviteToRoleForm:
    """NotFound for who appoints nobody."""
    actor = web.actor()
    if not policy.can_see_appointments(actor):
        raise NotFound
    form.offer(queries.organisations(), staff=actor.is_staff)
    return form


def _page(form: InviteToRoleForm) -> str:
    return render_template("accounts/invite_to_role.html", form=form, hints=ROLE_HINTS, usual=usual_days())
