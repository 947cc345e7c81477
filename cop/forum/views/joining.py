"""Merging a topic into another: chosen on a page of its own, done by a second step."""

import re

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.errors import Conflict, Invalid, NotFound
from cop.forum import commands, queries
from cop.forum.forms import MergeForm
from cop.forum.views.addresses import blueprint
from cop.forum.views.merged import leads_on
from cop.forum.views.tools import moderated
from cop.models import Topic
from cop.web.forms import LARGEST_ID, offered

NUMBER_IN_ADDRESS = re.compile(r"(?:^|/topics/)(\d{1,16})(?:$|[?#/])")
NO_SUCH = "No topic that you can read has that address."


@blueprint.get("/topics/<int:topic_id>/merge")
@login_required
@leads_on
def merge_page(topic_id: int) -> str | tuple[str, int]:
    """Which topic it goes into; once that is chosen, what will become of both."""
    here, form = moderated(topic_id), MergeForm(formdata=request.args)
    if not request.args:
        return _show_merge(here, form)
    try:
        return _show_merge(here, form, into=_chosen(here, form))
    except (Conflict, Invalid) as error:
        status = web.explain(form, error)
        return _show_merge(here, form), status


def _chosen(here: Topic, form: MergeForm) -> Topic:
    typed = NUMBER_IN_ADDRESS.search((form.address.data or "").strip())
    number = int(typed[1]) if typed else form.into.data
    if (form.address.data or "").strip() and not typed:
        raise Invalid(NO_SUCH, field="address")
    if not number or not 0 < number < LARGEST_ID:
        raise Invalid("Choose the topic that it goes into.", field="into")
    try:
        into: Topic = web.found(queries.topic_in(web.actor(), number))
    except NotFound:
        raise Invalid(NO_SUCH, field="address") from None
    if into.space_id != here.space_id or into.id == here.id:
        raise Conflict("Choose another topic of this space.", field="address")
    return into


@blueprint.post("/topics/<int:topic_id>/merge")
@login_required
@leads_on
def merge(topic_id: int) -> Response | tuple[str, int]:
    here, form = moderated(topic_id), MergeForm()
    try:
        into_id = _chosen(here, form).id
        about = {"actor_id": current_user.id, "topic_id": topic_id, "reason": form.reason.data or ""}
        into = commands.merge_topics(**about, into_id=into_id)
    except (Conflict, Invalid) as error:
        return _ask_again(topic_id, form, error)
    flash("Merged. The other topic’s address leads here.", "good")
    return redirect(url_for("forum.topic", topic_id=into.id), 303)


def _ask_again(topic_id: int, form: MergeForm, error: Conflict | Invalid) -> tuple[str, int]:
    status, here = web.explain(form, error), moderated(topic_id)
    into = _chosen(here, form) if error.field == "reason" else None
    return _show_merge(here, form, into=into), status


def _show_merge(here: Topic, form: MergeForm, *, into: Topic | None = None) -> str:
    form.into.choices = offered((each.id, each.title) for each in queries.others_in(web.actor(), here))
    return render_template("forum/merge.html", topic=here, space=here.space, form=form, into=into)
