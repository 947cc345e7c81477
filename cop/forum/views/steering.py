"""A topic's lock, pin, last day for replies and place in the archive: made and taken away by its moderators."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop.errors import Conflict, CopError, Invalid
from cop.forum import commands
from cop.forum.commands.steered import Changed
from cop.forum.commands.steering import closing_of, pin_of, slowness_of
from cop.forum.forms import ClosingForm, PinForm, SlowForm, SteeringForm
from cop.forum.views.addresses import blueprint
from cop.forum.views.merged import leads_on
from cop.forum.views.tools import ask_again
from cop.models import Topic
from cop.web import Answer


def _done_at_once(verb: Callable[..., Topic], said: str) -> Callable[[int], Answer]:
    """A view that does `verb`, which asks nothing, and leads to the topic with the word `said`."""

    def done(topic_id: int) -> Answer:
        return back_to(verb(actor_id=current_user.id, topic_id=topic_id), said)

    return done


for name, path, verb, said in (
    ("lock", "lock", commands.lock_topic, "Locked. Only moderators can add to this topic now."),
    ("unlock", "lock/removal", commands.unlock_topic, "Unlocked. Members can reply again."),
    ("unpin", "pin/removal", commands.unpin_topic, "Unpinned."),
    (
        "archive",
        "archive",
        commands.archive_topic,
        "Archived. It can be read and found, and nobody adds to it.",
    ),
    ("unarchive", "archive/removal", commands.unarchive_topic, "It stands in the forum again."),
):
    view = login_required(leads_on(_done_at_once(verb, said)))
    blueprint.add_url_rule(f"/topics/<int:topic_id>/{path}", name, view, methods=["POST"])


@blueprint.post("/topics/<int:topic_id>/closing")
@login_required
@leads_on
def close(topic_id: int) -> Response | tuple[str, int]:
    """Let it be locked once its last day has ended; without a day, at no time by itself."""
    form = ClosingForm(prefix="closing")
    try:
        about = {"actor_id": current_user.id, "topic_id": topic_id, "seen": form.was()}
        topic = commands.close_topic_at(**about, moment=form.end())
    except (Conflict, Invalid) as error:
        return _ask_again(topic_id, error, closing=form)
    return back_to(topic, f"Saved. {closing_of(topic)}")


@blueprint.post("/topics/<int:topic_id>/pin")
@login_required
@leads_on
def pin(topic_id: int) -> Response | tuple[str, int]:
    """Let it stand first until its last day has ended; without a day, until somebody unpins it."""
    form = PinForm(prefix="pin")
    try:
        about = {"actor_id": current_user.id, "topic_id": topic_id, "seen": form.was()}
        topic = commands.pin_topic(**about, until=form.end())
    except (Changed, Invalid) as error:
        return _ask_again(topic_id, error, pin=form)
    return back_to(topic, f"Pinned. {pin_of(topic)}")


@blueprint.post("/topics/<int:topic_id>/slowness")
@login_required
@leads_on
def slow(topic_id: int) -> Response | tuple[str, int]:
    """Slow it down, or not any more."""
    form = SlowForm(prefix="slow")
    try:
        about = {"actor_id": current_user.id, "topic_id": topic_id, "seen": form.was()}
        seconds = -1 if form.seconds.data is None else form.seconds.data
        topic = commands.slow_topic(**about, seconds=seconds)
    except (Changed, Invalid) as error:
        error.field = "seconds"
        return ask_again(topic_id, error, slow=form)
    return back_to(topic, f"Saved. {slowness_of(topic)}")


def back_to(topic: Topic, message: str) -> Response:
    """Off to the topic, with a word about what was done."""
    flash(message, "good")
    return redirect(url_for("forum.topic", topic_id=topic.id), 303)


def _ask_again(topic_id: int, error: CopError, **sent: SteeringForm) -> tuple[str, int]:
    error.field = "last_day"
    return ask_again(topic_id, error, **sent)
