"""One member, for those who look after the space: roles, measures, removal, and what was decided before."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.errors import CopError
from cop.models import Measure, Membership, Space
from cop.spaces import commands
from cop.spaces.commands.measures import BARS
from cop.spaces.forms import ROLES_IN_WORDS, MeasureForm, RemovalForm, RolesForm, roles_offered
from cop.spaces.queries import members
from cop.spaces.views.blueprint import blueprint
from cop.spaces.views.members import managed_space


@blueprint.get("/spaces/<slug>/members/<int:person_id>")
@login_required
def member(slug: str, person_id: int) -> str:
    return show_member(slug, person_id)


@blueprint.post("/spaces/<slug>/members/<int:person_id>/roles")
@login_required
@web.proved
def set_roles(slug: str, person_id: int) -> tuple[str, int] | Response:
    space = managed_space(slug)
    form = _offer(RolesForm(), space)
    if not form.validate_on_submit():
        return show_member(slug, person_id, roles=form), 422
    try:
        commands.set_member_roles(**_about(space, person_id), roles=form.roles.data or [])
    except CopError as error:
        status = web.explain(form, error)
        return show_member(slug, person_id, roles=form), status
    return _done(slug, person_id, "The roles are changed.")


@blueprint.get("/spaces/<slug>/members/<int:person_id>/removal")
@login_required
def removal(slug: str, person_id: int) -> str:
    return _removal(slug, person_id, RemovalForm())


@blueprint.post("/spaces/<slug>/members/<int:person_id>/removal")
@login_required
@web.proved
def remove(slug: str, person_id: int) -> tuple[str, int] | Response:
    space, form = managed_space(slug), RemovalForm()
    if not form.validate_on_submit():
        return _removal(slug, person_id, form), 422
    try:
        commands.remove_member(
            **_about(space, person_id), reason=form.reason.data or "", ground=form.ground.data
        )
    except CopError as error:
        status = web.explain(form, error)
        return _removal(slug, person_id, form), status
    return _done(slug, person_id, "Removed. They can't open the space any more, and are told why.")


def _about(space: Space, person_id: int) -> dict[str, Any]:
    return {"actor_id": current_user.id, "space_id": space.id, "person_id": person_id}


def _done(slug: str, person_id: int, sentence: str) -> Response:
    flash(sentence, "good")
    return redirect(url_for("spaces.member", slug=slug, person_id=person_id), 303)


def _removal(slug: str, person_id: int, form: RemovalForm) -> str:
    space = managed_space(slug)
    membership = web.found(members.membership(space, person_id))
    return render_template("spaces/removal.html", space=space, membership=membership, form=form)


def show_member(slug: str, person_id: int, **forms: Any) -> str:
    """The page of one member, with the forms that come back."""
    space = managed_space(slug)
    membership: Membership = web.found(members.membership(space, person_id))
    roles = RolesForm(formdata=None, roles=sorted(membership.current_roles))
    return render_template(
        "spaces/member.html",
        space=space,
        membership=membership,
        is_me=membership.person_id == web.actor().id,
        roles=_offer(forms.get("roles") or roles, space),
        measure=forms.get("measure") or MeasureForm.in_a_space(formdata=None),
        measures=Measure.of(person_id, space.id),
        everywhere=[each for each in Measure.of(person_id, None) if each.kind in BARS],
        decisions=members.decisions(space, person_id),
        hints={role.value: sentence for role, sentence in ROLES_IN_WORDS.items()},
    )


def _offer(form: RolesForm, space: Space) -> RolesForm:
    form.roles.choices = roles_offered(space)
    return form
