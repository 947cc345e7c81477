"""A presenter deletes what was said in a slot of theirs that is over: asked about first, because it can’t be undone."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.meetings import commands
from cop.meetings.queries.records import done_slot
from cop.meetings.views.blueprint import blueprint
from cop.models import MeetingSlot


def _mine(slot_id: int) -> MeetingSlot:
    """A slot of the asker’s that is over; to everybody else there is none."""
    slot: MeetingSlot = web.found(done_slot(web.actor(), slot_id))
    return slot


@blueprint.get("/slots/<int:slot_id>/forgetting")
@login_required
def forgetting(slot_id: int) -> str:
    return render_template("meetings/forgetting.html", meeting_id=_mine(slot_id).meeting_id)


@blueprint.post("/slots/<int:slot_id>/forgetting")
@login_required
def forget_slot(slot_id: int) -> Response:
    meeting_id = _mine(slot_id).meeting_id
    commands.forget_my_slot(actor_id=current_user.id, slot_id=slot_id)
    flash("What was said in your slot is deleted.", "good")
    return redirect(url_for("meetings.meeting", meeting_id=meeting_id), 303)
