"""Whom a programme looks for, and whether anybody may apply: for who keeps programmes."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import policy, web
from cop.errors import CopError, NotFound
from cop.models import Programme, Recruitment
from cop.spaces import commands
from cop.spaces.forms import RecruitingForm
from cop.spaces.queries import spaces
from cop.spaces.views.blueprint import blueprint
from cop.web import Answer


@blueprint.route("/programmes/<programme>/recruiting", methods=["GET", "POST"])
@login_required
@web.proved
def recruit(programme: str) -> Answer:
    found = spaces.programme(programme)
    if found is None:
        raise NotFound
    policy.require(policy.can_keep_programme(web.actor()), "Only programme staff and stewards can do that.")
    form = RecruitingForm(obj=Recruitment.of(found.id))
    if not form.is_submitted():
        return _page(found, form)
    if not form.validate():
        return _page(found, form), 422
    terms = commands.Terms(
        criteria=form.criteria.data or "",
        least_band=form.least_band.data,
        regions=form.regions.data or "",
        splits_pairs=bool(form.splits_pairs.data),
    )
    try:
        commands.recruit(
            actor_id=current_user.id,
            programme_id=found.id,
            terms=terms,
            is_open=bool(form.is_open.data),
        )
    except CopError as error:
        status = web.explain(form, error)
        return _page(found, form), status
    flash("Saved. Anybody can apply now." if form.is_open.data else "Saved. Nobody can apply now.", "good")
    return redirect(url_for("spaces.programmes"), 303)


def _page(programme: Programme, form: RecruitingForm) -> str:
    return render_template("spaces/recruiting.html", programme=programme, form=form)
