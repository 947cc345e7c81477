"""What people do at a meeting without a script: where it is refused the page says why and keeps the text."""

from flask import redirect, request, url_for
from flask_login import current_user, login_required

from cop.errors import Conflict, Forbidden, Invalid, TooFast
from cop.meetings import commands
from cop.meetings.forms import acts
from cop.meetings.views.blueprint import blueprint
from cop.meetings.views.board import meeting_here, show
from cop.web import Answer


@blueprint.post("/meetings/<int:meeting_id>/acts")
@login_required
def act(meeting_id: int) -> Answer:
    """Do what the form’s button says."""
    meeting_here(meeting_id)
    if nudges := _nudges(meeting_id):  # no refusal: nobody reads in a log who was asked to think again
        return show(meeting_here(meeting_id), nudges=nudges)
    try:
        acts.act(request.form, actor_id=current_user.id, meeting_id=meeting_id)
    except (Conflict, Forbidden, Invalid, TooFast) as error:
        return show(meeting_here(meeting_id), wrong=error.message), error.status
    return redirect(url_for("meetings.meeting", meeting_id=meeting_id), 303)


def _nudges(meeting_id: int) -> list[str]:
    if request.form.get("act") != "say" or request.form.get("as_is") == "yes":
        return []
    text = request.form.get("text", "")
    return commands.prompt_open(actor_id=current_user.id, meeting_id=meeting_id, text=text)
