"""The log: who decided what, when and why; and the undoing of my own."""

import logging

from flask import flash, render_template, request
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import clock, web
from cop.errors import NotFound
from cop.models import Decision
from cop.moderation import commands, queries
from cop.moderation.forms import LogForm
from cop.moderation.views.routes import blueprint, to_queue
from cop.policy import Actor
from cop.web import Answer, asked
from cop.web.sheets import sheet

log = logging.getLogger("cop.moderation")

HEAD = (
    "Number",
    "When (UTC)",
    "Space",
    "What",
    "About",
    "Whom",
    "Who decided",
    "Reason",
    "In words",
    "Undoes",
)


@blueprint.get("/moderation/decisions")
@login_required
def decisions() -> str:
    actor, before = _reader(), asked.number("before")
    form = _form(actor)
    page = queries.decisions(actor, filters=form.filters(), before=before)
    return render_template(
        "moderation/decisions.html",
        page=page,
        form=form,
        undone=queries.undone(page.rows),
        is_undoable=commands.is_undoable,
        before=before,
        asked={name: words for name, words in request.args.items() if words and name != "before"},
    )


@blueprint.get("/moderation/decisions.csv")
@login_required
@web.proved
def export_decisions() -> Response:
    """The same as a table to be kept, without the names of reporters. That it was made is in the server's log."""
    actor = _reader()
    rows = queries.export(actor, filters=_form(actor).filters())
    log.info("log exported", extra={"person": actor.id, "rows": len(rows)})
    return sheet(f"decisions-{clock.today():%Y-%m-%d}.csv", HEAD, map(_row, rows))


def _reader() -> Actor:
    actor = web.actor()
    if not (actor.runs_network or queries.desks(actor)):
        raise NotFound("You don't moderate a space, so there is no log for you here.")
    return actor


def _form(actor: Actor) -> LogForm:
    spaces = [desk.space for desk in queries.desks(actor)]
    return LogForm(request.args).offer(spaces, queries.deciders(actor))


def _row(decision: Decision) -> tuple[object, ...]:
    return (
        decision.id,
        f"{decision.decided_at:%Y-%m-%d %H:%M:%S}",
        decision.space.name if decision.space else "Everywhere",
        queries.DONE[decision.verdict],
        _about(decision),
        decision.person.name if decision.person else "",
        decision.decider,
        decision.ground.label if decision.ground else "",
        decision.reason,
        decision.undoes_id or "",
    )


def _about(decision: Decision) -> str:
    if decision.post_id is not None:
        return f"Post {decision.post_id}"
    if decision.message_id is not None:
        return f"Message {decision.message_id}"
    if decision.piece is not None:
        return f"{decision.piece.called} {decision.piece_id}"
    if decision.topic_id is not None:
        return f"Topic {decision.topic_id}"
    applied = decision.review.application_id if decision.review is not None else None
    return f"Application {applied}" if applied is not None else ""


@blueprint.post("/moderation/decisions/<int:decision_id>/undoing")
@login_required
def undo(decision_id: int) -> Answer:
    undoing = commands.undo(actor_id=current_user.id, decision_id=decision_id)
    message = f"Undone: {queries.DONE[undoing.verdict]}. What was already sent is not called back."
    if asked.is_fragment():
        return render_template("moderation/undone.html", message=message)
    flash(message, "good")
    return to_queue()
