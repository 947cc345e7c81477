"""What all members may do and see in a forum, for those who look after the space."""

from flask import flash, redirect, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.spaces import commands
from cop.spaces.forms import ForumForm
from cop.spaces.views.blueprint import blueprint


@blueprint.post("/spaces/<slug>/forum")
@login_required
@web.proved
def set_forum_rules(slug: str) -> Response:
    space, form = web.space(slug), ForumForm()
    commands.set_forum_rules(
        actor_id=current_user.id,
        space_id=space.id,
        shows_revisions=form.shows_revisions.data,
        members_summarise=form.members_summarise.data,
    )
    flash("Saved.", "good")
    return redirect(url_for("spaces.about", slug=slug), 303)
