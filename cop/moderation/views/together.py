"""Several items decided together, and the undoing of that."""

from flask import flash, render_template, request
from flask_login import current_user, login_required

from cop import web
from cop.errors import CopError, Invalid
from cop.moderation import commands
from cop.moderation.commands import Chosen
from cop.moderation.forms import TogetherForm
from cop.moderation.views.queue import show_queue
from cop.moderation.views.routes import blueprint, remember, to_queue
from cop.web import Answer, asked
from cop.web.asked import is_fragment


@blueprint.post("/moderation/reviews/together")
@login_required
def decide_together() -> Answer:
    form = TogetherForm()
    try:
        outcome = commands.decide_together(
            actor_id=current_user.id, chosen=_chosen(), take_away=form.takes_away(), **form.why()
        )
    except Invalid as error:
        status = web.explain(form, error)
        return show_queue(together=form, chosen=request.form.getlist("item")), status
    remember(*outcome.decided)
    for sentence in dict.fromkeys(outcome.refused.values()):
        flash(f"Left: {sentence}", "needs")
    return show_queue() if is_fragment() else to_queue()


def _chosen() -> list[Chosen]:
    """What the boxes say, each an id and the version that was shown."""
    pairs = [word.partition("-") for word in request.form.getlist("item")]
    return [Chosen(asked.counted(review_id), asked.counted(seen)) for review_id, _, seen in pairs]


@blueprint.post("/moderation/decisions/undoing")
@login_required
def undo_together() -> Answer:
    """Undo each of the decisions that are named, as far as it still can be."""
    left: list[str] = []
    ids = [asked.counted(word) for word in request.form.getlist("decision")]
    for decision_id in ids:
        try:
            commands.undo(actor_id=current_user.id, decision_id=decision_id)
        except CopError as error:
            left.append(error.message)
    flash(f"Undone: {len(ids) - len(left)}. What was already sent is not called back.", "good")
    for sentence in dict.fromkeys(left):
        flash(f"Not undone: {sentence}", "needs")
    return render_template("moderation/undone.html", message="Undone.") if is_fragment() else to_queue()
