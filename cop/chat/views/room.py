"""The page of a room: readable and usable without JavaScript, taken over by static/src/chat.js where there is some."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.allowances import Allowances
from cop.chat import commands, queries, reactions
from cop.chat.forms import LineForm
from cop.chat.views.blueprint import blueprint
from cop.errors import CopError, NotFound, TooFast
from cop.markup import LINE_LIMIT
from cop.models import Conversation, Space, SpaceKind, State
from cop.models.marks import MARKS
from cop.models.slowing import SLOWNESSES
from cop.web import asked
from cop.web.forms import fresh_key

searches = Allowances(20, a_second=1)
"""Of each person, on one process: a search reads a whole room."""


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
    _forget_draft(slug)
    if message.state is State.HELD:
        flash("A moderator reads this first. Only you and they see it until then.", "needs")
    return redirect(url_for("chat.room", slug=slug, _anchor=f"message-{message.id}"), 303)


@blueprint.get("/spaces/<slug>/chat/search")
@login_required
def search(slug: str) -> str:
    """Lines of the room that hold what is asked for; beside an open room its script wants the list alone."""
    space, words = web.space(slug), (asked.only("q") or "").strip()
    if words and not searches.of(current_user.id).take():
        raise TooFast("That was a lot of searching at once. Wait a few seconds, then search again.")
    found = queries.search(web.actor(), space, words) if words else None
    template = "chat/_found.html" if asked.is_fragment() else "chat/search.html"
    return render_template(template, space=space, words=words, found=found)


@blueprint.get("/messages/<int:message_id>")
@login_required
def message(message_id: int) -> Response:
    """The permanent address of a message: off to its place in the room."""
    space, seq = queries.windows.address(web.actor(), message_id)
    around = None if queries.windows.is_in_newest(space, seq) else seq
    return redirect(url_for("chat.room", slug=space.slug, around=around, _anchor=f"message-{message_id}"))


@blueprint.post("/spaces/<slug>/chat/reading")
@login_required
def read(slug: str) -> Response:
    """Count everything up to a line as read, as its reader asks for."""
    upto = asked.counted(request.form.get("upto", ""))
    left = commands.read_room(actor_id=current_user.id, slug=slug, upto=upto)
    reactions.show_unread(slug, person_id=current_user.id, left=left)
    return redirect(url_for("chat.room", slug=slug), 303)


def _page(space: Space, form: LineForm) -> str:
    """The stretch of the log that is asked for, or the newest. It counts as read once it has gone out, unless something
    unread stands above it.
    """
    actor, pulse = web.actor(), space.pulse
    standing, window = queries.standing(actor, space), _window(space)
    unread_above = window.unread_above(space, read_seq=standing.read_seq)
    if standing.read_seq < window.last and not unread_above:
        _read_later(space, upto=window.last)
    waiting = queries.waiting(actor, space) if standing.waiting and window.is_newest else []
    return render_template(
        "chat/room.html",
        space=space,
        pulse=pulse,
        standing=standing,
        window=window,
        waiting=waiting,
        unread_above=unread_above,
        may=reactions.may(actor, space),
        belonging=Conversation.belonging(space) if space.kind is SpaceKind.DIRECT else [],
        is_held=bool(waiting) or policy.is_held(actor, space),
        pins=queries.pins(space) if standing.pins else [],
        form=form,
        marks=MARKS,
        SLOWNESSES=SLOWNESSES,
        limit=LINE_LIMIT,
    )


def _window(space: Space) -> queries.windows.Window:
    for word, window in _WINDOWS.items():
        if (seq := asked.number(word)) is not None:
            return window(space, seq)
    return queries.windows.newest(space)


_WINDOWS = {
    "before": queries.windows.before,
    "from": queries.windows.beginning,
    "around": queries.windows.around,
}


def _read_later(space: Space, *, upto: int) -> None:
    person_id, slug = current_user.id, space.slug

    def read() -> None:
        left = commands.read_room(actor_id=person_id, slug=slug, upto=upto)
        reactions.show_unread(slug, person_id=person_id, left=left)

    web.after_response(read)


def _forget_draft(slug: str) -> None:
    person_id = current_user.id
    web.after_response(lambda: commands.keep_draft(actor_id=person_id, slug=slug, text=""))
