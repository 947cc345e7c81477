"""A new conversation: find people by name, choose some, write the first message. One form, so nothing typed is lost."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError
from cop.markup import LINE_LIMIT
from cop.models import Conversation, Space
from cop.spaces import commands
from cop.spaces.commands.conversations import MOST
from cop.spaces.forms import ConversationForm
from cop.spaces.queries import conversations as queries
from cop.spaces.views.blueprint import blueprint
from cop.web import asked
from cop.web.forms import fresh_key

NOBODY_TO_WRITE_TO = "You share no space with anybody whom you could write to."


@blueprint.get("/conversations/new")
@login_required
def new_conversation() -> str | Response:
    """The form, with the people that the address names; the conversation itself where these people have one."""
    _require_fellows()
    people = [asked.counted(word) for word in request.args.getlist("to")[: MOST + 1]]
    space = Conversation.between({current_user.id, *people}) if people else None
    if space is not None:
        return _to_room(space)
    return _page(ConversationForm(formdata=None, to=people, key=fresh_key()))


@blueprint.post("/conversations/new")
@login_required
def start_conversation() -> str | Response | tuple[str, int]:
    _require_fellows()
    form = ConversationForm()
    if form.is_choosing():
        form.renew_key()
        return _page(form)
    try:
        space = commands.start_conversation(
            actor_id=current_user.id,
            person_ids=form.people(),
            text=form.text.data or "",
            key=form.key.data,
        )
    except CopError as error:
        form.renew_key(error)
        error.field = error.field or "text"
        status = web.explain(form, error)
        return _page(form), status
    return _to_room(space)


def _require_fellows() -> None:
    policy.require(policy.can_start_conversations(web.actor()), NOBODY_TO_WRITE_TO)


def _to_room(space: Space) -> Response:
    return redirect(url_for("chat.room", slug=space.slug), 303)


def _page(form: ConversationForm) -> str:
    actor, people, name = web.actor(), form.people(), form.wanted()
    return render_template(
        "spaces/new_conversation.html",
        form=form,
        chosen=queries.chosen(actor, people),
        name=name,
        found=queries.fellows(actor, name=name, beside=people) if name else [],
        few=queries.FOUND,
        most=MOST,
        limit=LINE_LIMIT,
    )
