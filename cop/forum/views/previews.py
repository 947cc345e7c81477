"""What a text would look like if it were posted now: rendered as the post itself is, for who may write it there."""

from dataclasses import dataclass

from flask import render_template
from flask_login import current_user, login_required

from cop import web
from cop.allowances import Allowances
from cop.errors import Invalid, TooFast
from cop.forum import queries
from cop.forum.views import desks
from cop.forum.views.addresses import blueprint
from cop.forum.views.desks import Desk
from cop.markup import POST_LIMIT, Words
from cop.web.asked import is_fragment

previews = Allowances(30, a_second=1)
"""Of each person, on one process: rendering is work for its processor alone."""


@dataclass(frozen=True, slots=True)
class Preview:
    """`html` is what would be stored. `told` people would be told of it."""

    html: str
    told: int


@blueprint.post("/topics/<int:topic_id>/preview")
@login_required
def preview_reply(topic_id: int) -> web.Answer:
    return _preview(desks.for_reply(topic_id))


@blueprint.post("/spaces/<slug>/topics/new/preview")
@login_required
def preview_topic(slug: str) -> web.Answer:
    return _preview(desks.for_topic(slug))


@blueprint.post("/posts/<int:post_id>/edit/preview")
@login_required
def preview_edit(post_id: int) -> web.Answer:
    return _preview(desks.for_edit(post_id))


def _preview(desk: Desk) -> web.Answer:
    """The preview by itself for a script, else within its page; what can't be shown is said beside the text."""
    try:
        preview = _rendered(desk)
    except (Invalid, TooFast) as error:
        if is_fragment():
            raise
        error.field = "text"
        status = web.explain(desk.form, error)
        return desk.show(), status
    if is_fragment():
        return render_template("forum/_preview.html", preview=preview)
    return desk.show(preview=preview)


def _rendered(desk: Desk) -> Preview:
    if not previews.of(current_user.id).take():
        raise TooFast("That was a lot of previews at once. Wait a few seconds, then look again.")
    words = Words.of(desk.form.text.data or "", limit=POST_LIMIT)
    found = queries.references(web.actor(), desk.space, words, topic_id=desk.topic_id, known=desk.quoted)
    return Preview(found.html, queries.told(web.actor(), desk.space, found, sheet=desk.sheet))
