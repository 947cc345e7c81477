"""How moderation goes in a space, for all who read it."""

from datetime import timedelta

from flask import render_template
from flask_login import login_required

from cop import clock, web
from cop.errors import NotFound
from cop.models import SpaceKind
from cop.moderation import queries
from cop.moderation.queries.figures import FEWEST
from cop.moderation.views.routes import blueprint

YEAR = timedelta(days=365)


@blueprint.get("/spaces/<slug>/transparency")
@login_required
def transparency(slug: str) -> str:
    space, since = web.space(slug), clock.now() - YEAR
    if space.kind is SpaceKind.DIRECT:
        raise NotFound
    return render_template(
        "moderation/transparency.html",
        space=space,
        figures=queries.figures(space, since=since),
        times=queries.times(space, since=since),
        fewest=FEWEST,
    )
