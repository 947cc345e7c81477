"""What a message said before each edit, for its author and who moderates; for anybody else there is nothing here."""

from flask import render_template
from flask_login import login_required

from cop import policy, web
from cop.chat import queries
from cop.chat.views.blueprint import blueprint
from cop.errors import NotFound


@blueprint.get("/messages/<int:message_id>/revisions")
@login_required
def revisions(message_id: int) -> str:
    message = web.found(queries.message_in(web.actor(), message_id))
    if not policy.can_see_message_revisions(web.actor(), message):
        raise NotFound
    past = queries.revisions_of(message)
    return render_template("chat/revisions.html", message=message, space=message.space, past=past)
