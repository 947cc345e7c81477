"""The summary at the top of a topic: written by several, and what it said before."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import Conflict, Forbidden, Invalid
from cop.forum import commands, queries
from cop.forum.commands.summaries import NOT_YOURS
from cop.forum.forms import SummaryForm
from cop.forum.views.addresses import blueprint
from cop.models import Topic


@blueprint.get("/topics/<int:topic_id>/summary")
@login_required
def summary_page(topic_id: int) -> str:
    here = _topic(topic_id)
    policy.require(policy.can_edit_summary(web.actor(), here), NOT_YOURS)
    summary = here.summary
    form = SummaryForm(
        formdata=None, text=summary and summary.text, version=summary.version if summary else 0
    )
    return _show(here, form)


@blueprint.post("/topics/<int:topic_id>/summary")
@login_required
def write_summary(topic_id: int) -> Response | tuple[str, int]:
    """Save it. Where somebody was first, both texts are shown and the next save is a knowing one (F15)."""
    form = SummaryForm()
    try:
        commands.write_summary(
            actor_id=current_user.id,
            topic_id=topic_id,
            text=form.text.data or "",
            version=form.seen_version(),
        )
    except (Conflict, Forbidden, Invalid) as error:
        return _ask_again(topic_id, form, error)
    flash("Saved. Everybody who reads the topic sees it first.", "good")
    return redirect(url_for("forum.topic", topic_id=topic_id), 303)


def _ask_again(topic_id: int, form: SummaryForm, error: Conflict | Forbidden | Invalid) -> tuple[str, int]:
    status, here = web.explain(form, error), _topic(topic_id)
    policy.require(policy.can_edit_summary(web.actor(), here), error.message)
    theirs = here.summary if isinstance(error, Conflict) else None
    if theirs is not None:
        form.meet(theirs)
    return _show(here, form, theirs=theirs.text if theirs else None), status


def _show(here: Topic, form: SummaryForm, *, theirs: str | None = None) -> str:
    return render_template("forum/summary.html", topic=here, space=here.space, form=form, theirs=theirs)


def _topic(topic_id: int) -> Topic:
    here: Topic = web.found(queries.topic_in(web.actor(), topic_id))
    return here
