"""What is unread in all the spaces of a person, or in one; marking it as read; what they follow and mute."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from cop import web
from cop.forum import commands, queries
from cop.forum.views.addresses import blueprint
from cop.models import Stance
from cop.web import asked

FEW = 3


@blueprint.get("/unread")
@login_required
def unread() -> str:
    """The newest first; `space` narrows it to one, `before` is the place where a page begins."""
    slug = asked.only("space")
    space = web.space(slug) if slug is not None else None
    before = asked.number("before")
    found = queries.unread(web.actor(), space=space, before=before)
    return render_template(
        "forum/unread.html",
        here=space,
        found=found,
        begun=queries.begun(web.actor(), FEW, space=space) if before is None else [],
        is_first=before is None,
    )


@blueprint.post("/unread/reading")
@login_required
def read_unread() -> Response:
    """Mark as read what the page showed: a topic (`topic` is id.posts), or forums (each `upto` is id.activity)."""
    topic = request.form.get("topic")
    if topic is not None:
        topic_id, posts = _pair(topic)
        commands.mark_read(actor_id=current_user.id, topic_id=topic_id, position=posts)
    else:
        places = dict(_pair(word) for word in request.form.getlist("upto"))
        commands.mark_spaces_read(actor_id=current_user.id, places=places)
    return redirect(url_for("forum.unread", space=asked.only("space")), 303)


def _pair(word: str) -> tuple[int, int]:
    first, _, second = word.partition(".")
    return asked.counted(first), asked.whole(second)


@blueprint.post("/topics/<int:topic_id>/attention")
@login_required
def heed_topic(topic_id: int) -> Response:
    """Follow a topic, mute it or do neither; back to the page of it that the address names."""
    here = web.found(queries.topic_in(web.actor(), topic_id))
    commands.heed_topic(actor_id=current_user.id, topic_id=here.id, stance=_stance())
    return redirect(url_for("forum.topic", topic_id=topic_id, page=asked.number("page")), 303)


@blueprint.post("/spaces/<slug>/attention")
@login_required
def heed_space(slug: str) -> Response:
    """The same for a whole space."""
    here = web.space(slug)
    commands.heed_space(actor_id=current_user.id, space_id=here.id, stance=_stance())
    return redirect(url_for("forum.space", slug=slug), 303)


def _stance() -> Stance:
    word = request.form.get("stance", "")
    if word not in list(Stance):
        raise BadRequest
    return Stance(word)
