"""A topic's lock and pin: made and taken away by the moderators of its space."""

from flask import flash, redirect, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop.forum import commands
from cop.forum.views.addresses import blueprint
from cop.models import Topic


@blueprint.post("/topics/<int:topic_id>/lock")
@login_required
def lock(topic_id: int) -> Response:
    topic = commands.lock_topic(actor_id=current_user.id, topic_id=topic_id)
    return _back_to(topic, "Locked. Only moderators can add to this topic now.")


@blueprint.post("/topics/<int:topic_id>/lock/removal")
@login_required
def unlock(topic_id: int) -> Response:
    topic = commands.unlock_topic(actor_id=current_user.id, topic_id=topic_id)
    return _back_to(topic, "Unlocked. Members can reply again.")


@blueprint.post("/topics/<int:topic_id>/pin")
@login_required
def pin(topic_id: int) -> Response:
    topic = commands.pin_topic(actor_id=current_user.id, topic_id=topic_id)
    return _back_to(topic, "Pinned. It stands first in the forum.")


@blueprint.post("/topics/<int:topic_id>/pin/removal")
@login_required
def unpin(topic_id: int) -> Response:
    topic = commands.unpin_topic(actor_id=current_user.id, topic_id=topic_id)
    return _back_to(topic, "Unpinned.")


def _back_to(topic: Topic, message: str) -> Response:
    flash(message, "good")
    return redirect(url_for("forum.topic", topic_id=topic.id), 303)
