"""My profile: what I say of myself, where I work, and my spaces."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import clock, web
from cop.db import get
from cop.errors import CopError
from cop.models import Person
from cop.spaces import commands
from cop.spaces.forms import AffiliationForm, ProfileForm
from cop.spaces.queries import directory, people
from cop.spaces.views.blueprint import blueprint


@blueprint.get("/me")
@login_required
def profile() -> str:
    return _page()


@blueprint.post("/me")
@login_required
def update() -> tuple[str, int] | Response:
    form = ProfileForm()
    if not form.validate_on_submit():
        return _page(form=form), 422
    try:
        commands.update_profile(
            actor_id=current_user.id,
            name=form.name.data or "",
            professional_role=form.professional_role.data,
            about=form.about.data or "",
            shares_email=form.shares_email.data,
            shares_about=form.shares_about.data,
            is_listed=form.is_listed.data,
        )
    except CopError as error:
        status = web.explain(form, error)
        return _page(form=form), status
    flash("Saved.", "good")
    return redirect(url_for("spaces.profile"), 303)


@blueprint.post("/me/affiliations")
@login_required
def move() -> tuple[str, int] | Response:
    form = AffiliationForm().offer(directory.organisations())
    if not form.validate_on_submit():
        return _page(affiliation=form), 422
    day = form.since.data or clock.today()
    try:
        commands.change_affiliation(
            actor_id=current_user.id,
            organisation_id=form.organisation.data,
            since=clock.now() if day == clock.today() else clock.midnight(day),
        )
    except CopError as error:
        status = web.explain(form, error)
        return _page(affiliation=form), status
    flash("Saved. What you wrote before keeps the organisation you wrote it at.", "good")
    return redirect(url_for("spaces.profile"), 303)


def _page(**forms: Any) -> str:
    me = get(Person, web.actor().id)
    move_form = AffiliationForm(formdata=None, organisation=me.organisation_id, since=clock.today())
    return render_template(
        "spaces/profile.html",
        me=me,
        form=forms.get("form") or ProfileForm(formdata=None, obj=me),
        affiliation=forms.get("affiliation") or move_form.offer(directory.organisations()),
        affiliations=people.affiliations(me.id),
        memberships=people.memberships(me.id),
        appointments=people.appointments(me.id),
    )
