"""Reactions to a post: said, taken back, and who said what."""

from flask import redirect, render_template
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import NotFound
from cop.forum import commands, payloads, queries
from cop.forum.views.addresses import address_of, blueprint
from cop.models import Post
from cop.web.asked import is_fragment


@blueprint.post("/posts/<int:post_id>/reactions/<word>")
@login_required
def mark(post_id: int, word: str) -> Response | str:
    return _show(commands.mark_post(actor_id=current_user.id, post_id=post_id, word=word))


@blueprint.post("/posts/<int:post_id>/reactions/<word>/removal")
@login_required
def unmark(post_id: int, word: str) -> Response | str:
    return _show(commands.unmark_post(actor_id=current_user.id, post_id=post_id, word=word))


def _show(post: Post) -> Response | str:
    """The post as it is now for a script, which puts it in its place; else off to where it stands."""
    if not is_fragment():
        return redirect(address_of(post), 303)
    return payloads.fragment(queries.post_shown(post.id))


@blueprint.get("/posts/<int:post_id>/reactions")
@login_required
def reactions(post_id: int) -> str:
    """Who said what. Of a post that can't be read there is nothing to know."""
    here = web.found(queries.post_in(web.actor(), post_id))
    if not policy.can_read_words(web.actor(), here):
        raise NotFound
    return render_template(
        "forum/reactions.html", post=here, space=here.topic.space, marks=queries.people_by_mark(here)
    )
