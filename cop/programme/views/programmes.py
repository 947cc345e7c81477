"""The page of a programme."""

from flask import render_template
from flask_login import login_required

from cop import web
from cop.models import Programme
from cop.programme.forms import PARTNER_ROLES, STATUSES
from cop.programme.queries import grounds, programmes
from cop.programme.views.blueprint import blueprint


@blueprint.get("/programmes/<programme>")
@login_required
def programme(programme: str) -> str:
    actor, shown = web.actor(), found(programme)
    return render_template(
        "programme/programme.html",
        programme=shown,
        stream=programmes.stream(actor, shown),
        siblings=programmes.siblings(actor, shown),
        grounds=grounds.of_programme(actor, shown),
        partners=programmes.partners(shown),
        cohorts=programmes.cohorts(actor, shown),
        takes_applications=programmes.takes_applications(shown),
        roles=PARTNER_ROLES,
        statuses=STATUSES,
    )


def found(slug: str) -> Programme:
    """The programme of this address; NotFound for who may not know it."""
    there: Programme = web.found(programmes.by_slug(web.actor(), slug))
    return there
