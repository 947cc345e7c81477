"""Taking a topic to another space: what that means for whom is said before it is done."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import Conflict, Invalid
from cop.forum import commands, queries
from cop.forum.commands.moving import STAYS_HERE
from cop.forum.forms import MoveForm
from cop.forum.views.addresses import blueprint
from cop.forum.views.merged import leads_on
from cop.forum.views.tools import moderated
from cop.models import Topic
from cop.web.forms import offered


@blueprint.get("/topics/<int:topic_id>/move")
@login_required
@leads_on
def move_page(topic_id: int) -> str:
    return _show(_movable(topic_id), MoveForm(formdata=None))


@blueprint.post("/topics/<int:topic_id>/move")
@login_required
@leads_on
def move(topic_id: int) -> Response | tuple[str, int]:
    here, form = _movable(topic_id), MoveForm()
    try:
        if not form.space.data:
            raise Invalid("Choose where it goes.", field="space")
        about = {"actor_id": current_user.id, "topic_id": topic_id, "reason": form.reason.data or ""}
        commands.move_topic(**about, space_id=form.space.data)
    except (Conflict, Invalid) as error:
        error.field = error.field or "space"
        status = web.explain(form, error)
        return _show(web.found(queries.topic_in(web.actor(), here.id)), form), status
    flash("Moved. Who reads this space reads the topic now, and nobody else.", "good")
    return redirect(url_for("forum.topic", topic_id=topic_id), 303)


def _movable(topic_id: int) -> Topic:
    here = moderated(topic_id)
    policy.require(policy.can_leave_space(here), STAYS_HERE)
    return here


def _show(here: Topic, form: MoveForm) -> str:
    places = queries.destinations(web.actor(), here)
    form.space.choices = offered((place.space.id, place.space.name) for place in places)
    return render_template("forum/move.html", topic=here, space=here.space, form=form, places=places)
