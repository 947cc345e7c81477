"""Organisations from a list: sent in, looked at, and then entered. Until then it is kept by its page alone."""

from flask import render_template
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.errors import CopError
from cop.spaces import commands
from cop.spaces.commands.organisation_files import COLUMNS, EXAMPLE, MOST_LINES
from cop.spaces.forms import ListForm, LookedAtForm
from cop.spaces.views.blueprint import blueprint
from cop.spaces.views.organisations import require
from cop.web import Answer
from cop.web.sheets import sheet

IN_ORDER = tuple(commands.Coming)


@blueprint.get("/organisations/list")
@login_required
def organisation_list() -> str:
    require()
    return _page(ListForm(formdata=None))


@blueprint.get("/organisations/example.csv")
@login_required
def example_organisations() -> Response:
    require()
    return sheet("organisations.csv", COLUMNS, EXAMPLE)


@blueprint.post("/organisations/list")
@login_required
def look_at_organisations() -> Answer:
    """What would come of each line. Nothing is entered, so nobody need prove anew who they are."""
    require()
    form = ListForm()
    if not form.validate():
        return _page(form), 422
    try:
        lines = commands.read_organisations(form.file.data.read())
        table = commands.table_of(lines)
        judged = commands.foresee_organisations(actor_id=current_user.id, lines=lines)
    except CopError as error:
        status = web.explain(form, error)
        return _page(form), status
    return _judged(judged, table=table)


@blueprint.post("/organisations/list/entering")
@login_required
@web.proved
def enter_organisations() -> Answer:
    require()
    table, form = LookedAtForm().table.data or "", ListForm(formdata=None)
    try:
        lines = commands.read_organisations(table.encode())
        judged = commands.enter_organisations(actor_id=current_user.id, lines=lines)
    except CopError as error:
        status = web.explain(form, error)
        return _page(form), status
    return _judged(judged)


def _page(form: ListForm) -> str:
    return render_template("spaces/organisation_list.html", form=form, most=MOST_LINES)


def _judged(judged: list[commands.Judged], *, table: str = "") -> str:
    """The lines, what somebody has to look at first; without a `table` they have been entered."""
    by_coming = {coming: [each for each in judged if each.coming is coming] for coming in IN_ORDER}
    return render_template("spaces/organisations_judged.html", by_coming=by_coming, table=table)
