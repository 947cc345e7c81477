"""The intentions of the network, and those of one pair."""

import sqlalchemy as sa
from flask import abort, render_template, request
from flask_login import login_required
from sqlalchemy.orm import joinedload

from cop import policy, web
from cop.db import session
from cop.intentions import queries
from cop.intentions.forms import FilterForm
from cop.intentions.views.blueprint import blueprint, pair_here
from cop.models import Intention
from cop.web import asked


@blueprint.get("/intentions")
@login_required
def index() -> str:
    """Those that the asker may read: of who belongs nowhere here that is none."""
    actor = web.actor()
    form = FilterForm(request.args).offer(queries.regions(actor))
    if not form.validate():
        abort(400)
    filters = queries.Filters(form.theme.data, form.region.data or "", form.status.data)
    page = asked.number("page") or 1
    found = queries.intentions(actor, filters, page=page)
    if page > found.last:
        abort(404)
    return render_template(
        "intentions/index.html",
        form=form,
        found=found,
        page=page,
        pairs=queries.pairs_of(actor),
        filters={name: value for name, value in request.args.items() if value and name in form},
    )


@blueprint.get("/spaces/<pair>/intention")
@login_required
def of_pair(pair: str) -> str:
    """What a pair goes for now, and went for before."""
    here, actor = pair_here(pair), web.actor()
    theirs = sa.select(Intention).join(Intention.pair).options(joinedload(Intention.wording))
    theirs = theirs.where(Intention.pair_id == here.id, policy.visible_intentions(actor))
    return render_template(
        "intentions/pair.html",
        pair=here,
        space=here.space,
        halves=queries.halves(here),
        intentions=session.scalars(theirs.order_by(Intention.id.desc())).unique().all(),
    )
