"""The page of one's own actions, from all the meetings of one's sets."""

from flask import render_template
from flask_login import login_required

from cop import web
from cop.meetings.queries import mine
from cop.meetings.views.blueprint import blueprint


@blueprint.get("/me/actions")
@login_required
def my_actions() -> str:
    actor = web.actor()
    return render_template(
        "meetings/my_actions.html", to_do=mine.open_actions(actor), closed=mine.closed_actions(actor)
    )
