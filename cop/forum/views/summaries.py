"""The summary at the top of a topic: written by several, and what it said before."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import Conflict, CopError, Forbidden, Invalid, NotFound, TooFast
from cop.forum import commands, queries
from cop.forum.commands.summaries import NOT_YOURS
from cop.forum.forms import SummaryForm
from cop.forum.views.addresses import blueprint
from cop.forum.views.merged import leads_on, now_in
from cop.models import Summary, Topic

WENT = "The topic that you were writing about was merged into “{}” meanwhile, and nothing was saved."
KNOWING = "Your text is below. Save it if it is to be the summary of “{}”."


@blueprint.get("/topics/<int:topic_id>/summary")
@login_required
@leads_on
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
    """Save it. Where somebody was first, or the topic was merged, both texts are shown and the next save is a knowing
    one (F15).
    """
    form = SummaryForm()
    try:
        commands.write_summary(
            actor_id=current_user.id,
            topic_id=topic_id,
            text=form.text.data or "",
            version=form.seen_version(),
        )
    except (Conflict, Forbidden, Invalid, NotFound, TooFast) as error:
        return _ask_again(topic_id, form, error)
    flash("Saved. Everybody who reads the topic sees it first.", "good")
    return redirect(url_for("forum.topic", topic_id=topic_id), 303)


def _ask_again(topic_id: int, form: SummaryForm, error: CopError) -> tuple[str, int]:
    into = now_in(topic_id)
    if into is not None:
        return _ask_where_it_went(into, form)
    status, here = web.explain(form, error), _topic(topic_id)
    policy.require(policy.can_edit_summary(web.actor(), here), error.message)
    return _show(here, form, theirs=here.summary if isinstance(error, Conflict) else None), status


def _ask_where_it_went(into: Topic, form: SummaryForm) -> tuple[str, int]:
    """The form of the topic that this one was merged into, with what was typed; what that one says stands beside it."""
    went, here = WENT.format(into.title), _topic(into.id)
    policy.require(policy.can_edit_summary(web.actor(), here), f"{went} {NOT_YOURS}")
    status = web.explain(form, Conflict(f"{went} {KNOWING.format(into.title)}"))
    return _show(here, form, theirs=here.summary), status


def _show(here: Topic, form: SummaryForm, *, theirs: Summary | None = None) -> str:
    """The form; with what somebody else has written meanwhile the next save is a knowing one."""
    if theirs is not None:
        form.meet(theirs)
    said = theirs.text if theirs else None
    return render_template("forum/summary.html", topic=here, space=here.space, form=form, theirs=said)


def _topic(topic_id: int) -> Topic:
    here: Topic = web.found(queries.topic_in(web.actor(), topic_id))
    return here
