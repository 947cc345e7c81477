"""Offers of help: made by others of the network, answered by the pair."""

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError
from cop.intentions import commands
from cop.intentions.commands.offers import NOT_OPEN
from cop.intentions.forms import OfferForm
from cop.intentions.views.blueprint import blueprint, intention_here
from cop.intentions.views.showing import show
from cop.models import Intention, Offer
from cop.web import Answer


@blueprint.post("/intentions/<int:intention_id>/offers")
@login_required
def offer_help(intention_id: int) -> Answer:
    here, form = intention_here(intention_id), OfferForm()
    policy.require(policy.can_offer(web.actor(), here), NOT_OPEN)
    try:
        key, text = form.sent_key(), form.text.data or ""
        commands.offer_help(actor_id=current_user.id, intention_id=here.id, text=text, key=key)
    except CopError as error:
        status = web.explain(form, error)
        form.renew_key(error)
        return show(intention_here(intention_id), offer=form), status
    flash("Sent to the pair. Others read it once they have accepted it.", "good")
    return redirect(url_for("intentions.intention", intention_id=intention_id, _anchor="offers"), 303)


@blueprint.post("/offers/<int:offer_id>/acceptance")
@login_required
def accept_offer(offer_id: int) -> Response:
    return _answer(_offer(offer_id), accepted=True)


@blueprint.post("/offers/<int:offer_id>/acceptance/removal")
@login_required
def decline_offer(offer_id: int) -> Response:
    """Decline it, or accept it no longer."""
    return _answer(_offer(offer_id), accepted=False)


def _answer(offer: Offer, *, accepted: bool) -> Response:
    commands.answer_offer(actor_id=current_user.id, offer_id=offer.id, accepted=accepted)
    said = "Accepted, with thanks. Everybody who reads your intention reads it." if accepted else "Declined."
    flash(said, "good")
    return redirect(url_for("intentions.intention", intention_id=offer.intention_id, _anchor="offers"), 303)


@blueprint.get("/offers/<int:offer_id>/removal")
@login_required
def offer_removal(offer_id: int) -> str:
    """Asks whether it is to go: that can't be undone."""
    return render_template("intentions/offer_removal.html", offer=_own(offer_id))


@blueprint.post("/offers/<int:offer_id>/removal")
@login_required
def take_back_offer(offer_id: int) -> Response:
    here = commands.take_back_offer(actor_id=current_user.id, offer_id=_own(offer_id).id)
    flash("Taken back. Nothing of it is kept.", "good")
    return redirect(url_for("intentions.intention", intention_id=here.id), 303)


def _own(offer_id: int) -> Offer:
    offer = _offer(offer_id)
    policy.require(policy.can_take_back_offer(web.actor(), offer), "Whoever has offered help takes it back.")
    return offer


def _offer(offer_id: int) -> Offer:
    query = sa.select(Offer).join(Offer.intention).join(Intention.pair)
    offer: Offer = web.found(query.where(Offer.id == offer_id, policy.visible_offers(web.actor())))
    return offer
