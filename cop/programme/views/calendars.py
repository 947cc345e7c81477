"""The calendar: of a space, and of all that somebody reads. A list by month, which a phone shows as it is."""

from collections.abc import Iterable

from flask import render_template
from flask_login import login_required
from werkzeug.exceptions import BadRequest

from cop import policy, web
from cop.errors import NotFound
from cop.models import Space
from cop.programme.queries import calendars
from cop.programme.queries.calendars import Months
from cop.programme.views.blueprint import blueprint
from cop.web import asked


@blueprint.get("/calendar")
@login_required
def calendar() -> str:
    spaces = calendars.spaces_of(web.actor())
    return render_template("programme/calendar.html", shown=_asked_for(spaces), is_past=_is_past())


@blueprint.get("/spaces/<slug>/calendar")
@login_required
def of_space(slug: str) -> str:
    space = web.space(slug)
    if not policy.has_calendar(web.actor(), space):
        raise NotFound
    return render_template(
        "programme/space_calendar.html", space=space, shown=_asked_for([space]), is_past=_is_past()
    )


def _asked_for(spaces: Iterable[Space]) -> Months:
    return calendars.been(spaces) if _is_past() else calendars.to_come(spaces)


def _is_past() -> bool:
    word = asked.only("show")
    if word not in {None, "", "past"}:
        raise BadRequest
    return word == "past"
