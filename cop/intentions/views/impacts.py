"""The log of impact: what has changed, by level, of an intention or of one's own."""

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import clock, policy, web
from cop.errors import CopError
from cop.intentions import commands, queries
from cop.intentions.commands.impacts import NOT_HERE
from cop.intentions.commands.locks import NOT_YOURS
from cop.intentions.forms import ImpactForm
from cop.intentions.queries.value import PAGE
from cop.intentions.views.blueprint import blueprint, intention_here
from cop.models import Impact, Intention
from cop.web import Answer, asked
from cop.web.forms import hidden_number


@blueprint.get("/impacts")
@login_required
def impacts() -> str:
    actor, page = web.actor(), asked.number("page") or 1
    found = queries.impacts(actor, page=page)
    levels = queries.by_level(actor)
    return render_template(
        "intentions/impacts.html", impacts=found[:PAGE], levels=levels, page=page, is_last=len(found) <= PAGE
    )


@blueprint.route("/impacts/new", methods=["GET", "POST"])
@login_required
def new_impact() -> Answer:
    """Of the intention that the address names, or of one's own."""
    about, form, error = _about(), ImpactForm(), None
    if not form.is_submitted():
        form = ImpactForm(formdata=None, happened_on=clock.today())
        form.renew_key()
        return _show(about, form)
    try:
        if form.validate():
            return _note(about, form)
    except CopError as refused:
        error = refused
        web.explain(form, error)
    form.renew_key(error)
    return _show(_about(), form), error.status if error else 422


def _about() -> Intention | None:
    named = hidden_number(request.args.get("intention"))
    about = intention_here(named) if named else None
    policy.require(policy.can_note_impact(web.actor(), about), NOT_YOURS if about else NOT_HERE)
    return about


def _note(about: Intention | None, form: ImpactForm) -> Response:
    commands.note_impact(
        actor_id=current_user.id,
        intention_id=about.id if about else None,
        noted=form.noted(),
        key=form.sent_key(),
    )
    flash("Noted.", "good")
    return redirect(_back(about.id if about else None), 303)


def _back(intention_id: int | None) -> str:
    if intention_id is None:
        return url_for("intentions.impacts")
    return url_for("intentions.intention", intention_id=intention_id, _anchor="impact")


@blueprint.post("/impacts/<int:impact_id>/readers")
@login_required
def show_impact(impact_id: int) -> Response:
    return _let(_own(impact_id), shared=True)


@blueprint.post("/impacts/<int:impact_id>/readers/removal")
@login_required
def hide_impact(impact_id: int) -> Response:
    return _let(_own(impact_id), shared=False)


def _let(impact: Impact, *, shared: bool) -> Response:
    commands.show_impact(actor_id=current_user.id, impact_id=impact.id, shared=shared)
    flash("Others read it now." if shared else "Others read it no more.", "good")
    return redirect(_back(impact.intention_id), 303)


@blueprint.route("/impacts/<int:impact_id>/removal", methods=["GET", "POST"])
@login_required
def impact_removal(impact_id: int) -> Answer:
    """Asks whether it is to go: that can't be undone."""
    impact = _own(impact_id)
    back = _back(impact.intention_id)
    if request.method == "GET":
        return render_template("intentions/impact_removal.html", impact=impact, back_to=back)
    commands.remove_impact(actor_id=current_user.id, impact_id=impact.id)
    flash("Taken away.", "good")
    return redirect(back, 303)


def _own(impact_id: int) -> Impact:
    query = sa.select(Impact).outerjoin(Impact.intention).outerjoin(Intention.pair)
    impact: Impact = web.found(query.where(Impact.id == impact_id, policy.visible_impacts(web.actor())))
    policy.require(
        policy.can_remove_impact(web.actor(), impact), "Whoever noted it, or its pair, changes it."
    )
    return impact


def _show(about: Intention | None, form: ImpactForm) -> str:
    return render_template(
        "intentions/impact_form.html", intention=about, form=form, back_to=_back(about.id if about else None)
    )
