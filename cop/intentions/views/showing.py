"""One intention: what it says, how it stands, what it rests on, who helps; and what it said before."""

from typing import Any

from flask import render_template
from flask_login import login_required

from cop import policy, web
from cop.intentions import queries
from cop.intentions.forms import EncouragementForm, OfferForm, StatusForm
from cop.intentions.views.blueprint import blueprint, intention_here
from cop.models import Intention, Wording


@blueprint.get("/intentions/<int:intention_id>")
@login_required
def intention(intention_id: int) -> str:
    return show(intention_here(intention_id))


def show(
    here: Intention,
    *,
    offer: OfferForm | None = None,
    status: StatusForm | None = None,
    encouragement: EncouragementForm | None = None,
) -> str:
    """Its page, for who may read it; with a form that was sent and could not be accepted."""
    actor = web.actor()
    if offer is None:
        offer = OfferForm(formdata=None)
        offer.renew_key()
    return render_template(
        "intentions/intention.html",
        **_drafted(here),
        **_sponsored(here),
        encouragement=encouragement or EncouragementForm(formdata=None),
        halves=queries.halves(here.pair),
        relationships=queries.relationships(here),
        charts=[(each, queries.chart_of(each)) for each in queries.indicators(here)],
        number=queries.number,
        updates=queries.updates(actor, here),
        impacts=queries.impacts_of(actor, here),
        offers=queries.offers(actor, here),
        offer=offer,
        status=status or StatusForm(formdata=None, status=here.status.value),
    )


def _sponsored(here: Intention) -> dict[str, Any]:
    """What stands between the pair and its sponsor, which nobody else is given."""
    actor = web.actor()
    said = queries.encouragements(actor, here)
    is_theirs = policy.is_half(actor, here.pair)
    return {"encouragements": said, "commitments": queries.commitments(here.pair) if is_theirs else []}


def _drafted(here: Intention) -> dict[str, Any]:
    """What it says to the asker; `draft` is what the pair has not shared yet, which nobody else is given."""
    is_mine = policy.is_half(web.actor(), here.pair)
    newest: Wording | None = here.latest if is_mine else here.wording
    draft = newest if newest is not None and newest.shared_at is None else None
    return {"intention": here, "is_mine": is_mine, "wording": here.wording, "draft": draft}


@blueprint.get("/intentions/<int:intention_id>/wordings")
@login_required
def wordings(intention_id: int) -> str:
    here = intention_here(intention_id)
    return render_template(
        "intentions/wordings.html", intention=here, wordings=queries.wordings(web.actor(), here)
    )
