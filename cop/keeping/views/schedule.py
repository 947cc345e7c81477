"""The schedule, as everybody who is signed in may read it: what is kept, for how long, and what goes then."""

from flask import render_template
from flask_login import login_required
from werkzeug.wrappers import Response

from cop import clock
from cop.keeping.views.blueprint import blueprint
from cop.models.keeping import SCHEDULE
from cop.models.keeping_rows import periods
from cop.web.sheets import sheet

HEAD = ("What", "Kept for", "Counts from when", "What goes then", "Least days", "Most days")


@blueprint.get("/kept")
@login_required
def kept() -> str:
    return render_template("keeping/schedule.html", schedule=SCHEDULE, periods=periods())


@blueprint.get("/kept.csv")
@login_required
def kept_sheet() -> Response:
    """The same as a table to be kept beside an organisation's own schedule of records (domain.md C18)."""
    now = periods()
    rows = (
        (
            rule.name,
            rule.told(now[kind]),
            rule.since,
            rule.goes,
            rule.least or "",
            rule.most or "",
        )
        for kind, rule in SCHEDULE.items()
    )
    return sheet(f"kept-{clock.today():%Y-%m-%d}.csv", HEAD, rows)
