"""A poll's end: closed, taken away, and what it has come to."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import Conflict, Invalid, TooFast
from cop.forum import commands
from cop.forum.commands.outcomes import NOT_YOURS, STILL_OPEN
from cop.forum.commands.polls import NOT_YOUR_POLL
from cop.forum.forms import OutcomeForm
from cop.forum.views.addresses import blueprint
from cop.forum.views.polls import poll_here
from cop.models import Poll


@blueprint.get("/polls/<int:poll_id>/closing")
@login_required
def closing_page(poll_id: int) -> str:
    """Asks whether it is to be closed: that can't be undone."""
    return render_template("forum/poll_closing.html", **_kept(poll_id))


@blueprint.post("/polls/<int:poll_id>/closing")
@login_required
def close_poll(poll_id: int) -> Response:
    commands.close_poll(actor_id=current_user.id, poll_id=poll_id)
    flash("Closed. Say what it has come to.", "good")
    return redirect(url_for("forum.poll", poll_id=poll_id), 303)


@blueprint.get("/polls/<int:poll_id>/removal")
@login_required
def poll_removal_page(poll_id: int) -> str:
    """Asks whether it is to go: that can't be undone."""
    return render_template("forum/poll_removal.html", **_kept(poll_id))


@blueprint.post("/polls/<int:poll_id>/removal")
@login_required
def remove_poll(poll_id: int) -> Response:
    here = commands.remove_poll(actor_id=current_user.id, poll_id=poll_id)
    flash("The poll is gone.", "good")
    return redirect(url_for("forum.topic", topic_id=here.id), 303)


def _kept(poll_id: int) -> dict[str, object]:
    here = poll_here(poll_id)
    policy.require(policy.can_keep_poll(web.actor(), here), NOT_YOUR_POLL)
    return {"poll": here, "topic": here.topic, "space": here.topic.space}


@blueprint.get("/polls/<int:poll_id>/outcome")
@login_required
def outcome_page(poll_id: int) -> str:
    here = _ready(poll_id)
    outcome = here.outcome
    said = (
        {"text": outcome.text, "review_on": outcome.review_on, "version": outcome.version} if outcome else {}
    )
    return _show(here, OutcomeForm(formdata=None, **said))


@blueprint.post("/polls/<int:poll_id>/outcome")
@login_required
def write_outcome(poll_id: int) -> Response | tuple[str, int]:
    """Save it. Where somebody was first, both texts are shown and the next save is a knowing one (F15)."""
    form = OutcomeForm()
    if not form.validate_on_submit():
        return _show(_ready(poll_id), form), 422
    try:
        commands.write_outcome(
            actor_id=current_user.id,
            poll_id=poll_id,
            text=form.text.data or "",
            version=form.seen_version(),
            review_on=form.review_on.data,
        )
    except (Conflict, Invalid, TooFast) as error:
        return _ask_again(poll_id, form, error)
    flash("Saved. It stands with the poll, at the top of the topic.", "good")
    return redirect(url_for("forum.poll", poll_id=poll_id), 303)


def _ask_again(poll_id: int, form: OutcomeForm, error: Conflict | Invalid | TooFast) -> tuple[str, int]:
    status, here = web.explain(form, error), _ready(poll_id)
    theirs = here.outcome if isinstance(error, Conflict) else None
    if theirs is not None:
        form.meet(theirs)
    return _show(here, form, theirs=theirs.text if theirs else None), status


def _ready(poll_id: int) -> Poll:
    here = poll_here(poll_id)
    policy.require(policy.can_write_outcome(web.actor(), here), NOT_YOURS)
    if not here.is_closed:
        raise Conflict(STILL_OPEN)
    return here


def _show(here: Poll, form: OutcomeForm, *, theirs: str | None = None) -> str:
    about = {"poll": here, "topic": here.topic, "space": here.topic.space}
    return render_template("forum/outcome.html", **about, form=form, theirs=theirs)
