"""The log: who decided what, when and why; and the undoing of my own."""

from flask import flash, render_template
from flask_login import current_user, login_required

from cop import web
from cop.errors import NotFound
from cop.models import AppointmentRole
from cop.moderation import commands, queries
from cop.moderation.views.routes import blueprint, to_queue
from cop.web import Answer, asked


@blueprint.get("/moderation/decisions")
@login_required
def decisions() -> str:
    actor = web.actor()
    if not (queries.desks(actor) or actor.has(AppointmentRole.STEWARD)):
        raise NotFound("You don't moderate a space, so there is no log for you here.")
    before = asked.number("before")
    page = queries.decisions(actor, before=before)
    return render_template(
        "moderation/decisions.html",
        page=page,
        undone=queries.undone(page.rows),
        is_undoable=commands.is_undoable,
        before=before,
    )


@blueprint.post("/moderation/decisions/<int:decision_id>/undoing")
@login_required
def undo(decision_id: int) -> Answer:
    undoing = commands.undo(actor_id=current_user.id, decision_id=decision_id)
    message = f"Undone: {queries.DONE[undoing.verdict]}. What was already sent is not called back."
    if asked.is_fragment():
        return render_template("moderation/undone.html", message=message)
    flash(message, "good")
    return to_queue()
