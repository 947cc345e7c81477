"""Keeping a programme: what it says of itself, how far it is, and who stands behind it."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.models import Programme
from cop.programme import commands
from cop.programme.commands.programmes import KEEPERS, Overtaken
from cop.programme.forms import PARTNER_ROLES, STATUSES, PartnerForm, SaidForm, StatusForm
from cop.programme.queries import programmes
from cop.programme.views.blueprint import blueprint
from cop.programme.views.programmes import found
from cop.web import Answer
from cop.web.forms import hints


@blueprint.route("/programmes/<programme>/edit", methods=["GET", "POST"])
@login_required
@web.proved
def edit(programme: str) -> Answer:
    kept, status = _kept(programme), 200
    form = SaidForm(obj=kept)
    if form.is_submitted():
        status = web.refused(form, lambda: _edit(kept, form))
    else:
        form.look_at(kept)
    if status:
        return render_template("programme/edit.html", programme=kept, form=form), status
    flash("Saved.", "good")
    return _back(programme)


def _edit(kept: Programme, form: SaidForm) -> None:
    ids = {"actor_id": current_user.id, "programme_id": kept.id}
    try:
        commands.edit_programme(**ids, said=form.said(), seen=form.seen.data or "")
    except Overtaken:
        form.look_at(_kept(kept.slug))
        raise


@blueprint.route("/programmes/<programme>/status", methods=["GET", "POST"])
@login_required
@web.proved
def status(programme: str) -> Answer:
    kept, answered = _kept(programme), 200
    form = StatusForm(obj=kept)
    if form.is_submitted():
        answered = web.refused(form, lambda: _set_status(kept, form))
    if answered:
        page = render_template("programme/status.html", programme=kept, form=form, hints=hints(STATUSES))
        return page, answered
    flash("Saved. Its spaces go on as they are.", "good")
    return _back(programme)


def _set_status(kept: Programme, form: StatusForm) -> None:
    commands.set_status(
        actor_id=current_user.id,
        programme_id=kept.id,
        status=form.status.data,
        ended_on=form.ended_on.data,
    )


@blueprint.route("/programmes/<programme>/partners", methods=["GET", "POST"])
@login_required
@web.proved
def partners(programme: str) -> Answer:
    kept, form, answered = _kept(programme), PartnerForm(), 200
    if form.is_submitted():
        answered = web.refused(form, lambda: _name(kept, form))
    if not answered:
        flash("It is named on the page of the programme.", "good")
        return redirect(url_for("programme.partners", programme=programme), 303)
    named = programmes.partners(_kept(programme))
    page = render_template(
        "programme/partners.html", programme=kept, form=form, partners=named, roles=PARTNER_ROLES
    )
    return page, answered


def _name(kept: Programme, form: PartnerForm) -> None:
    commands.name_partner(
        actor_id=current_user.id,
        programme_id=kept.id,
        role=form.role.data,
        name=form.name.data or "",
    )


@blueprint.post("/partners/<int:partner_id>/removal")
@login_required
@web.proved
def drop_partner(partner_id: int) -> Response:
    programme = commands.drop_partner(actor_id=current_user.id, partner_id=partner_id)
    flash("It is named no more.", "good")
    return redirect(url_for("programme.partners", programme=programme.slug), 303)


def _kept(slug: str) -> Programme:
    kept = found(slug)
    policy.require(policy.can_keep_programme(web.actor()), KEEPERS)
    return kept


def _back(slug: str) -> Response:
    return redirect(url_for("programme.programme", programme=slug), 303)
