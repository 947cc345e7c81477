"""A topic's lock, pin, closing date and place in the archive: made and taken away by the moderators of its space."""

from flask import flash, redirect, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.errors import Invalid
from cop.forum import commands
from cop.forum.forms import ClosingForm, LastDayForm, PinForm
from cop.forum.views.addresses import blueprint
from cop.forum.views.tools import show_tools
from cop.models import Topic


@blueprint.post("/topics/<int:topic_id>/lock")
@login_required
def lock(topic_id: int) -> Response:
    topic = commands.lock_topic(actor_id=current_user.id, topic_id=topic_id)
    return back_to(topic, "Locked. Only moderators can add to this topic now.")


@blueprint.post("/topics/<int:topic_id>/lock/removal")
@login_required
def unlock(topic_id: int) -> Response:
    topic = commands.unlock_topic(actor_id=current_user.id, topic_id=topic_id)
    return back_to(topic, "Unlocked. Members can reply again.")


@blueprint.post("/topics/<int:topic_id>/closing")
@login_required
def close(topic_id: int) -> Response | tuple[str, int]:
    """Let it be locked once its last day has ended; without a day, at no time by itself."""
    form = ClosingForm(prefix="closing")
    try:
        moment = form.end()
        topic = commands.close_topic_at(actor_id=current_user.id, topic_id=topic_id, moment=moment)
    except Invalid as error:
        return _ask_again(topic_id, error, closing=form)
    done = "It closes when that day has ended." if moment else "It stays open until somebody locks it."
    return back_to(topic, f"Saved. {done}")


@blueprint.post("/topics/<int:topic_id>/pin")
@login_required
def pin(topic_id: int) -> Response | tuple[str, int]:
    """Let it stand first until its last day has ended; without a day, until somebody unpins it."""
    form = PinForm(prefix="pin")
    try:
        topic = commands.pin_topic(actor_id=current_user.id, topic_id=topic_id, until=form.end())
    except Invalid as error:
        return _ask_again(topic_id, error, pin=form)
    return back_to(topic, "Pinned. It stands first in the forum.")


@blueprint.post("/topics/<int:topic_id>/pin/removal")
@login_required
def unpin(topic_id: int) -> Response:
    topic = commands.unpin_topic(actor_id=current_user.id, topic_id=topic_id)
    return back_to(topic, "Unpinned.")


@blueprint.post("/topics/<int:topic_id>/archive")
@login_required
def archive(topic_id: int) -> Response:
    topic = commands.archive_topic(actor_id=current_user.id, topic_id=topic_id)
    return back_to(topic, "Archived. It can be read and found, and nobody adds to it.")


@blueprint.post("/topics/<int:topic_id>/archive/removal")
@login_required
def unarchive(topic_id: int) -> Response:
    topic = commands.unarchive_topic(actor_id=current_user.id, topic_id=topic_id)
    return back_to(topic, "It stands in the forum again.")


def back_to(topic: Topic, message: str) -> Response:
    """Off to the topic, with a word about what was done."""
    flash(message, "good")
    return redirect(url_for("forum.topic", topic_id=topic.id), 303)


def _ask_again(topic_id: int, error: Invalid, **sent: LastDayForm) -> tuple[str, int]:
    error.field = "last_day"
    for form in sent.values():
        web.explain(form, error)
    return show_tools(topic_id, **sent), error.status
