"""The thread of a visit or an event, and what those who went bring home."""

from flask import flash, redirect, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError, Invalid
from cop.gatherings import commands
from cop.gatherings.commands.writing import NOT_YOURS, THREAD
from cop.gatherings.forms import WriteUpForm
from cop.gatherings.views.blueprint import back, blueprint, found
from cop.gatherings.views.showing import show
from cop.models import GatheringPlace, Post, State
from cop.models.states import is_key
from cop.web import Answer

WAITS = "A moderator reads it before others do."


@blueprint.post("/gatherings/<int:gathering_id>/thread")
@login_required
def begin_thread(gathering_id: int) -> Response:
    policy.require(policy.can_open_topic(web.actor(), found(gathering_id).space), THREAD)
    key = request.form.get("key", "")
    if not is_key(key):
        raise Invalid("This page had lost its place. Load it again.")
    post = commands.begin_thread(actor_id=current_user.id, gathering_id=gathering_id, key=key)
    flash("It has its thread." if post.state is State.RELEASED else WAITS, "good")
    return redirect(url_for("forum.topic", topic_id=post.topic_id), 303)


@blueprint.post("/gatherings/<int:gathering_id>/write-ups")
@login_required
def write_up(gathering_id: int) -> Answer:
    shown, form = found(gathering_id), WriteUpForm()
    mine = GatheringPlace.of(current_user.id, shown.id)
    was_sent = mine is not None and mine.post_id is not None
    policy.require(was_sent or policy.can_write_up(web.actor(), shown, mine), NOT_YOURS)
    try:
        status = 422 if not form.validate() else 0
        post = None if status else _write(gathering_id, form)
    except CopError as error:
        status, post = web.explain(form, error), None
        form.renew_key(error)
    if post is None:
        return show(found(gathering_id), write_up=form), status
    flash("It stands here and in the thread." if post.state is State.RELEASED else WAITS, "good")
    return back(gathering_id, "write-ups")


def _write(gathering_id: int, form: WriteUpForm) -> Post:
    about = {"actor_id": current_user.id, "gathering_id": gathering_id}
    return commands.write_up(**about, text=form.text.data or "", key=form.sent_key())
