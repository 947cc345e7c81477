"""The tools of a topic on one page: what it is called, how it is sorted, and what its moderators do with it."""

from typing import cast

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError, Invalid, TooFast
from cop.forum import commands, queries
from cop.forum.commands.naming import NOT_YOURS, why_nothing
from cop.forum.commands.steered import MODERATORS_ONLY, Changed
from cop.forum.forms import ClosingForm, PinForm, SlowForm, SortingForm, SteeringForm, TitleForm
from cop.forum.views.addresses import blueprint
from cop.forum.views.merged import leads_on
from cop.models import Topic, TopicState

RULES = (policy.can_steer_topic, policy.can_rename_topic, policy.can_tag_topic)
AGAIN = "Save again if it is to be what you chose."


@blueprint.get("/topics/<int:topic_id>/tools")
@login_required
@leads_on
def tools(topic_id: int) -> str:
    return show_tools(topic_id)


def show_tools(topic_id: int, **sent: SteeringForm) -> str:
    """The page with every form of it: as it was `sent` and refused, by its name here, or as the topic is."""
    here = tooled(topic_id)
    forms = _forms(here) | sent
    tags = cast(SortingForm, forms["tags"])
    tags.offer(queries.tags_in(here.space))
    about = {"topic": here, "space": here.space, "why_nothing": _why_nothing(here)}
    return render_template("forum/tools.html", **about, **forms)


def _forms(here: Topic) -> dict[str, SteeringForm]:
    forms: dict[str, SteeringForm] = {
        "title": TitleForm(formdata=None, title=here.title),
        "tags": SortingForm(formdata=None, tags=[tag.id for tag in here.tags]),
        "pin": PinForm(formdata=None, prefix="pin", last_day=here.last_day_on_top),
        "closing": ClosingForm(formdata=None, prefix="closing", last_day=here.last_day_for_replies),
        "slow": SlowForm(formdata=None, prefix="slow", seconds=here.slow_posts),
    }
    for form in forms.values():
        form.look_at(here)
    return forms


def ask_again(topic_id: int, error: CopError, **sent: SteeringForm) -> tuple[str, int]:
    """The page with a form that was refused. Where a colleague was first it says what is there now (F15)."""
    for form in sent.values():
        if isinstance(error, Changed):
            error.message = f"{error.message} {form.look_at(tooled(topic_id))} {AGAIN}"
        web.explain(form, error)
    return show_tools(topic_id, **sent), error.status


def tooled(topic_id: int) -> Topic:
    """The topic for its author, and for somebody who may do something with it as a whole; NotFound for a stranger."""
    here: Topic = web.found(queries.topic_in(web.actor(), topic_id))
    is_author = here.author_id == web.actor().id
    policy.require(is_author or any(may(web.actor(), here) for may in RULES), NOT_YOURS)
    return here


def _why_nothing(here: Topic) -> str:
    """Nothing where there is something that can be done."""
    is_open = here.state is TopicState.OPEN
    return "" if is_open and any(may(web.actor(), here) for may in RULES) else why_nothing(here)


def moderated(topic_id: int) -> Topic:
    """The topic for its moderators; Forbidden for other readers, NotFound for a stranger."""
    here: Topic = web.found(queries.topic_in(web.actor(), topic_id))
    policy.require(policy.can_steer_topic(web.actor(), here), MODERATORS_ONLY)
    return here


@blueprint.post("/topics/<int:topic_id>/title")
@login_required
@leads_on
def rename(topic_id: int) -> Response | tuple[str, int]:
    form = TitleForm()
    try:
        about = {"actor_id": current_user.id, "topic_id": topic_id, "seen": form.was()}
        title, reason = form.title.data or "", form.reason.data or ""
        commands.rename_topic(**about, title=title, reason=reason)
    except (Changed, Invalid, TooFast) as error:
        return ask_again(topic_id, error, title=form)
    return _back(topic_id, "Renamed. Its address stays as it is.")


@blueprint.post("/topics/<int:topic_id>/tags")
@login_required
@leads_on
def set_tags(topic_id: int) -> Response | tuple[str, int]:
    form = SortingForm()
    try:
        commands.tag_topic(
            actor_id=current_user.id, topic_id=topic_id, tag_ids=form.tags.data or [], seen=form.had()
        )
    except (Changed, Invalid, TooFast) as error:
        error.field = "tags"
        return ask_again(topic_id, error, tags=form)
    return _back(topic_id, "The topic has these tags now.")


def _back(topic_id: int, message: str) -> Response:
    flash(message, "good")
    return redirect(url_for("forum.topic", topic_id=topic_id), 303)
