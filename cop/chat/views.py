"""The page of a room: readable and usable without JavaScript, taken over by static/src/chat.js where there is some."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import policy, web
from cop.chat import commands, queries, reactions
from cop.chat.forms import LineForm
from cop.errors import CopError, NotFound
from cop.markup import LINE_LIMIT
from cop.models import Conversation, Space, SpaceKind, State
from cop.models.messages import MARKS
from cop.web import asked
from cop.web.forms import fresh_key

blueprint = Blueprint("chat", __name__)


@blueprint.get("/spaces/<slug>/chat")
@login_required
def room(slug: str) -> str:
    space = web.space(slug)
    return _page(space, LineForm(formdata=None, key=fresh_key()))


@blueprint.post("/spaces/<slug>/chat")
@login_required
def say(slug: str) -> Any:
    """Send a line from the form and come back to it."""
    form = LineForm()
    try:
        message = commands.send_message(
            actor_id=current_user.id,
            slug=slug,
            text=form.text.data or "",
            key=form.sent_key(),
            reply_to=form.reply_to.data,
        )
    except NotFound:
        raise
    except CopError as error:
        form.renew_key(error)
        status = web.explain(form, error)
        return _page(web.space(slug), form), status
    if message.state is State.HELD:
        flash("A moderator reads this first. Only you and they see it until then.", "needs")
    return redirect(url_for("chat.room", slug=slug, _anchor=f"message-{message.id}"), 303)


def _page(space: Space, form: LineForm) -> str:
    """The page that `before` asks for, or the newest, which counts as read once it has gone out."""
    actor, before = web.actor(), asked.number("before")
    pulse, standing = space.pulse, queries.standing(actor, space)
    is_newest = before is None or before > space.said
    messages = queries.latest(space) if is_newest else queries.older(space, before=before or 0)
    waiting = queries.waiting(actor, space) if standing.waiting and is_newest else []
    if is_newest and standing.read_seq < space.said:
        _read_later(space)
    return render_template(
        "chat/room.html",
        space=space,
        pulse=pulse,
        standing=standing,
        messages=messages,
        waiting=waiting,
        is_newest=is_newest,
        older_than=messages[0].seq if messages and messages[0].seq != 1 else None,
        may=reactions.may(actor, space),
        belonging=Conversation.belonging(space) if space.kind is SpaceKind.DIRECT else [],
        is_held=bool(waiting) or policy.is_held(actor, space),
        form=form,
        marks=MARKS,
        limit=LINE_LIMIT,
    )


def _read_later(space: Space) -> None:
    person_id, slug, upto = current_user.id, space.slug, space.said

    def read() -> None:
        unread = commands.read_room(actor_id=person_id, slug=slug, upto=upto)
        reactions.show_unread(slug, person_id=person_id, unread=unread)

    web.after_response(read)
