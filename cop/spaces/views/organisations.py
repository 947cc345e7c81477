"""Organisations, for who keeps them: the list, one by hand, and changing one."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import policy, web
from cop.errors import NotFound
from cop.models import Organisation
from cop.spaces import commands
from cop.spaces.forms import ChangedOrganisationForm, OrganisationForm
from cop.spaces.queries import organisations as kept
from cop.spaces.views.asked import place
from cop.spaces.views.blueprint import blueprint
from cop.web import Answer, asked


@blueprint.get("/organisations")
@login_required
def organisations() -> str:
    require()
    name, after = asked.name(), place()
    page, total = kept.organisations(name=name, after=after)
    return render_template(
        "spaces/organisations.html", page=page, total=total, name=name, is_first=after is None
    )


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@login_required
@web.proved
def new_organisation() -> Answer:
    require()
    form, status = OrganisationForm(), 200
    if form.is_submitted():
        status = web.refused(
            form, lambda: commands.create_organisation(actor_id=current_user.id, **form.said())
        )
    if status:
        return render_template("spaces/new_organisation.html", form=form, regions=kept.regions()), status
    flash(f"{form.name.data} is entered.", "good")
    return redirect(url_for("spaces.organisations"), 303)


@blueprint.route("/organisations/<int:organisation_id>", methods=["GET", "POST"])
@login_required
@web.proved
def organisation(organisation_id: int) -> Answer:
    require()
    found: Organisation = web.found(kept.organisation(organisation_id))
    form, status = ChangedOrganisationForm(obj=commands.said_of(found)), 200
    if form.is_submitted():
        status = web.refused(form, lambda: _change(organisation_id, form))
    else:
        form.look_at(found)
    if status:
        found = web.found(kept.organisation(organisation_id))
        return render_template(
            "spaces/organisation.html", organisation=found, form=form, regions=kept.regions()
        ), status
    flash("Saved.", "good")
    return redirect(url_for("spaces.organisations"), 303)


def _change(organisation_id: int, form: ChangedOrganisationForm) -> None:
    """Save it. Where somebody was first, what there is now is told, and the next save is a knowing one (F15)."""
    try:
        commands.edit_organisation(
            actor_id=current_user.id, organisation_id=organisation_id, row=form.row(), seen=form.was()
        )
    except commands.Overtaken:
        form.look_at(web.found(kept.organisation(organisation_id)))
        raise


def require() -> None:
    """Whoever keeps none finds no such page."""
    if not policy.can_keep_organisations(web.actor()):
        raise NotFound
