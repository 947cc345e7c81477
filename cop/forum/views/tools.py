"""The tools of a topic on one page: what it is called, how it is sorted, and what its moderators do with it."""

from datetime import datetime, timedelta

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cop import policy, web
from cop.clock import LONDON
from cop.errors import Conflict, Invalid
from cop.forum import commands, queries
from cop.forum.commands.naming import NOT_YOURS
from cop.forum.forms import ClosingForm, PinForm, TagsForm, TitleForm
from cop.forum.views.addresses import blueprint
from cop.models import Topic


@blueprint.get("/topics/<int:topic_id>/tools")
@login_required
def tools(topic_id: int) -> str:
    return show_tools(topic_id)


def show_tools(topic_id: int, **sent: FlaskForm) -> str:
    """The page with every form of it: as it was `sent` and refused, by its name here, or as the topic is."""
    here = tooled(topic_id)
    tags = sent.pop("tags", None) or TagsForm(formdata=None, tags=[tag.id for tag in here.tags])
    forms: dict[str, FlaskForm] = {
        "title": TitleForm(formdata=None, obj=here),
        "tags": tags.offer(queries.tags_in(here.space)),
        "pin": PinForm(formdata=None, prefix="pin", last_day=_last_day(here.pinned_until)),
        "closing": ClosingForm(formdata=None, prefix="closing", last_day=_last_day(here.closes_at)),
    } | sent
    return render_template("forum/tools.html", topic=here, space=here.space, **forms)


def tooled(topic_id: int) -> Topic:
    """The topic for somebody who may do something with it as a whole; NotFound for a stranger."""
    here: Topic = web.found(queries.topic_in(web.actor(), topic_id))
    rules = (policy.can_steer_topic, policy.can_rename_topic, policy.can_tag_topic)
    policy.require(any(may(web.actor(), here) for may in rules), NOT_YOURS)
    return here


def _last_day(moment: datetime | None) -> datetime | None:
    """The day that ends as `moment` comes."""
    return None if moment is None else (moment.astimezone(LONDON) - timedelta(seconds=1))


@blueprint.post("/topics/<int:topic_id>/title")
@login_required
def rename(topic_id: int) -> Response | tuple[str, int]:
    form = TitleForm()
    try:
        commands.rename_topic(actor_id=current_user.id, topic_id=topic_id, title=form.title.data or "")
    except Invalid as error:
        status = web.explain(form, error)
        return show_tools(topic_id, title=form), status
    return _back(topic_id, "Renamed. Its address stays as it is.")


@blueprint.post("/topics/<int:topic_id>/tags")
@login_required
def set_tags(topic_id: int) -> Response | tuple[str, int]:
    form = TagsForm()
    try:
        tag_ids = form.tags.data or []
        commands.tag_topic(actor_id=current_user.id, topic_id=topic_id, tag_ids=tag_ids)
    except (Conflict, Invalid) as error:
        status = web.explain(form, error)
        return show_tools(topic_id, tags=form), status
    return _back(topic_id, "The topic has these tags now.")


def _back(topic_id: int, message: str) -> Response:
    flash(message, "good")
    return redirect(url_for("forum.topic", topic_id=topic_id), 303)
