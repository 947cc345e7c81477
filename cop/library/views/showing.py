"""The library, and the page of something in it."""

from flask import abort, render_template, request
from flask_login import login_required

from cop import web
from cop.library.forms import DeclineForm, FilterForm
from cop.library.queries import listing
from cop.library.views.blueprint import blueprint, here, require_reader
from cop.models import Resource
from cop.web import asked


@blueprint.get("/library")
@login_required
def index() -> str:
    require_reader()
    actor = web.actor()
    form = FilterForm(request.args).offer(listing.tags(actor))
    if not form.validate():
        abort(400)
    filters = listing.Filters(form.level.data, form.tag.data or "", form.words.data or "")
    page = asked.number("page") or 1
    found = listing.resources(actor, filters, page=page)
    if page > found.last:
        abort(404)
    return render_template(
        "library/index.html",
        form=form,
        found=found,
        page=page,
        waiting=listing.waiting(actor),
        filters={name: value for name, value in request.args.items() if value and name in form},
    )


@blueprint.get("/library/<int:resource_id>")
@login_required
def resource(resource_id: int) -> str:
    return show(here(resource_id))


def show(shown: Resource, *, decline: DeclineForm | None = None) -> str:
    """Its page; with a form that was sent and could not be accepted."""
    return render_template(
        "library/resource.html",
        resource=shown,
        topic=listing.discussion(web.actor(), shown),
        decline=decline or DeclineForm(formdata=None),
    )
