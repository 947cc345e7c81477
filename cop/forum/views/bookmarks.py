"""My bookmarks: set, changed and taken away at a post, and all of them in a list."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import clock, policy, web
from cop.errors import CopError, NotFound
from cop.forum import commands, queries
from cop.forum.forms import BookmarkForm
from cop.forum.views.addresses import address_of, blueprint
from cop.models import Bookmark, Post
from cop.web import asked


@blueprint.get("/me/bookmarks")
@login_required
def bookmarks() -> str:
    """What I have bookmarked and can read now, newest first; before it what I wanted to be reminded of."""
    kept = queries.bookmarks(web.actor(), before=asked.number("before"))
    return render_template("forum/bookmarks.html", kept=kept, today=clock.today())


@blueprint.get("/posts/<int:post_id>/bookmark")
@login_required
def bookmark_page(post_id: int) -> str:
    kept = queries.bookmark_in(web.actor(), post_id)
    form = BookmarkForm(formdata=None, remind_on=kept.remind_on if kept else None)
    return _show(_post(post_id), form, kept)


@blueprint.post("/posts/<int:post_id>/bookmark")
@login_required
def bookmark(post_id: int) -> Response | tuple[str, int]:
    form = BookmarkForm()
    here = _post(post_id)
    if not form.validate_on_submit():
        return _show(here, form, queries.bookmark_in(web.actor(), post_id)), 422
    try:
        commands.bookmark_post(actor_id=current_user.id, post_id=post_id, remind_on=form.remind_on.data)
    except CopError as error:
        status = web.explain(form, error)
        return _show(_post(post_id), form, queries.bookmark_in(web.actor(), post_id)), status
    flash("Bookmarked. You find it under “Bookmarks” in your menu.", "good")
    return redirect(address_of(here), 303)


@blueprint.post("/posts/<int:post_id>/bookmark/removal")
@login_required
def forget_bookmark(post_id: int) -> Response:
    commands.forget_bookmark(actor_id=current_user.id, post_id=post_id)
    flash("It is no longer among your bookmarks.", "good")
    return redirect(url_for("forum.bookmarks"), 303)


def _post(post_id: int) -> Post:
    here: Post = web.found(queries.post_in(web.actor(), post_id))
    if not policy.can_bookmark(web.actor(), here):
        raise NotFound
    return here


def _show(here: Post, form: BookmarkForm, kept: Bookmark | None) -> str:
    return render_template("forum/bookmark.html", post=here, space=here.topic.space, form=form, kept=kept)
