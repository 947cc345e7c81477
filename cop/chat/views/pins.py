"""What is pinned in a room: the list beside its log, and the doors that pin and unpin."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import web
from cop.chat import commands, queries
from cop.chat.views.blueprint import blueprint
from cop.models import Message, Space
from cop.web import Answer, asked


@blueprint.get("/spaces/<slug>/chat/pins")
@login_required
def pins(slug: str) -> str:
    """The list as it is now, for a page that stands open."""
    return _list(web.space(slug))


@blueprint.post("/messages/<int:message_id>/pin")
@login_required
def pin(message_id: int) -> Answer:
    message = commands.pin_message(actor_id=current_user.id, message_id=message_id)
    return _back_to(message, "Pinned. Everybody finds it beside the log.")


@blueprint.post("/messages/<int:message_id>/pin/removal")
@login_required
def unpin(message_id: int) -> Answer:
    message = commands.unpin_message(actor_id=current_user.id, message_id=message_id)
    return _back_to(message, "Unpinned.")


def _back_to(message: Message, sentence: str) -> Answer:
    """A page that stands open gets the list, any other goes back to the room."""
    if asked.is_fragment():
        return _list(message.space)
    flash(sentence, "good")
    return redirect(url_for("chat.room", slug=message.space.slug, _anchor=f"message-{message.id}"), 303)


def _list(space: Space) -> str:
    return render_template("chat/_pins.html", space=space, pins=queries.pins(space))
