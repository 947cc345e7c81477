"""Splitting a topic: posts are chosen from all of its pages, and become a topic of their own."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.errors import Conflict, Invalid, NotFound
from cop.forum import commands, queries
from cop.forum.forms import SplitForm
from cop.forum.views.addresses import blueprint
from cop.forum.views.merged import leads_on
from cop.forum.views.tools import moderated
from cop.markup import plain
from cop.models import Post, Topic
from cop.web import asked
from cop.web.forms import hidden_number, offered
from cop.web.pages import uk_time

NOT_SHOWN = "Removed or hidden"


@blueprint.get("/topics/<int:topic_id>/split")
@login_required
@leads_on
def split_page(topic_id: int) -> str:
    """The posts of one page of it, to be chosen."""
    here, page = moderated(topic_id), asked.number("page") or 1
    if page > here.last_page:
        raise NotFound
    return _show(here, SplitForm(formdata=None), page)


@blueprint.post("/topics/<int:topic_id>/split")
@login_required
@leads_on
def split(topic_id: int) -> Response | tuple[str, int]:
    """Split it; or, where another page of it is asked for, show that, and keep what is chosen so far."""
    here, form = moderated(topic_id), SplitForm()
    if page := hidden_number(request.form.get("show")):
        return _show(here, form, min(page, here.last_page)), 200
    try:
        about = {"title": form.title.data or "", "reason": form.reason.data or ""}
        chosen = form.posts.data or []
        new = commands.split_topic(actor_id=current_user.id, topic_id=topic_id, post_ids=chosen, **about)
    except (Conflict, Invalid) as error:
        return _ask_again(topic_id, form, error)
    flash("This is a topic of its own now. It and the one that it came from name each other.", "good")
    return redirect(url_for("forum.topic", topic_id=new.id), 303)


def _ask_again(topic_id: int, form: SplitForm, error: Conflict | Invalid) -> tuple[str, int]:
    error.field = error.field or "posts"
    status, here = web.explain(form, error), moderated(topic_id)
    page = hidden_number(request.form.get("page")) or 1
    return _show(here, form, min(page, here.last_page)), status


def _show(here: Topic, form: SplitForm, page: int) -> str:
    """Page `page` of it. What is chosen on its other pages goes along in the form, unless it was moved since."""
    shown = [each.post for each in queries.posts_on(web.actor(), here, page) if each.post.is_placed()]
    choices = [post for post in shown if not post.is_opening]
    form.posts.choices = offered((post.id, _label(post)) for post in choices)
    chosen = queries.placed_among(here, form.posts.data or [])
    return render_template(
        "forum/split.html",
        topic=here,
        space=here.space,
        form=form,
        page=page,
        hints={str(post.id): plain(post.html) if post.is_readable() else NOT_SHOWN for post in choices},
        elsewhere=[post_id for post_id in chosen if post_id not in {post.id for post in choices}],
    )


def _label(post: Post) -> str:
    return f"{post.author.name}, {uk_time(post.created_at)}"
