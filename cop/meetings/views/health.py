"""How sets do, for those who look after them from outside; and what is offered to a dormant one."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import web
from cop.errors import NotFound
from cop.meetings.commands import offers as commands
from cop.meetings.forms.lives import OFFER_HINTS, ClosingForm, OfferForm
from cop.meetings.queries import health as finding
from cop.meetings.queries import offers as offering
from cop.meetings.queries.records import mean_for_others
from cop.meetings.views.blueprint import blueprint
from cop.web import Answer


@blueprint.get("/sets")
@login_required
def sets() -> str:
    return render_template("meetings/sets.html", sets=finding.health(web.actor()))


@blueprint.get("/sets/<set_slug>")
@login_required
def one_set(set_slug: str) -> str:
    return _page(set_slug)


@blueprint.post("/sets/<set_slug>")
@login_required
def offer(set_slug: str) -> Answer:
    form = OfferForm()
    space_id = _space_id(set_slug)
    status = web.refused(
        form,
        lambda: commands.offer(actor_id=current_user.id, space_id=space_id, kind=form.offer.data),
    )
    if status:
        return _page(set_slug, form), status
    flash("Offered. Its members see it where their contract stands.", "good")
    return redirect(url_for("meetings.one_set", set_slug=set_slug), 303)


@blueprint.post("/sets/<set_slug>/closing")
@login_required
@web.proved
def close_unanswered(set_slug: str) -> Answer:
    form, space_id = ClosingForm(), _space_id(set_slug)
    status = web.refused(form, lambda: commands.close_unanswered(actor_id=current_user.id, space_id=space_id))
    if status:
        return _page(set_slug, form), status
    flash("The set is closed.", "good")
    return redirect(url_for("meetings.sets"), 303)


def _space_id(set_slug: str) -> int:
    found: int = web.found(offering.id_of(web.actor(), set_slug))
    return found


def _page(set_slug: str, form: OfferForm | ClosingForm | None = None) -> str:
    health, space_id = finding.health_of(web.actor(), set_slug), _space_id(set_slug)
    if health is None:
        raise NotFound
    return render_template(
        "meetings/one_set.html",
        health=health,
        mean=mean_for_others(space_id),
        offers=offering.offers_in(space_id),
        can_be_closed=offering.can_be_closed(space_id),
        offering=form if isinstance(form, OfferForm) else OfferForm(formdata=None),
        closing=form if isinstance(form, ClosingForm) else ClosingForm(formdata=None),
        hints=OFFER_HINTS,
    )
