"""The room of a space, for those who look after it: what it is, and for how long it keeps what is said."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError
from cop.models import Space
from cop.spaces import commands
from cop.spaces.commands.rooms import require_sensible
from cop.spaces.forms import ROOM_STATES, KeepingForm, RoomForm, SlowForm
from cop.spaces.queries import rooms
from cop.spaces.views.blueprint import blueprint
from cop.spaces.views.settings import show_settings


@blueprint.post("/spaces/<slug>/room")
@login_required
@web.proved
def set_room_state(slug: str) -> tuple[str, int] | Response:
    space, form = _looked_after(slug), RoomForm()
    if not form.validate_on_submit():
        return show_settings(space, room=form), 422
    try:
        commands.set_room_state(
            actor_id=current_user.id,
            space_id=space.id,
            state=form.room_state.data,
            reason=form.reason.data or "",
        )
    except CopError as error:
        status = web.explain(form, error)
        return show_settings(_looked_after(slug), room=form), status
    flash(f"{ROOM_STATES[form.room_state.data].label}. Every open page of the room shows it.", "good")
    return redirect(url_for("chat.room", slug=slug), 303)


@blueprint.post("/spaces/<slug>/slowness")
@login_required
@web.proved
def slow(slug: str) -> tuple[str, int] | Response:
    space, form = _looked_after(slug), SlowForm()
    seconds = -1 if form.seconds.data is None else form.seconds.data
    try:
        commands.slow_room(actor_id=current_user.id, space_id=space.id, seconds=seconds)
    except CopError as error:
        status = web.explain(form, error)
        return show_settings(_looked_after(slug), slow=form), status
    flash("Saved. The room says how often a person can write.", "good")
    return redirect(url_for("chat.room", slug=slug), 303)


@blueprint.get("/spaces/<slug>/keeping")
@login_required
def keeping(slug: str) -> tuple[str, int] | str:
    """What would go, before it is decided."""
    space, form = _looked_after(slug), KeepingForm(formdata=request.args)
    days = form.days.data
    try:
        form.require_a_number()
        require_sensible(days)
    except CopError as error:
        status = web.explain(form, error)
        return show_settings(space, keeping=form), status
    number = rooms.going(space, days=days) if days else 0
    return render_template("spaces/keeping.html", space=space, form=form, days=days, going=number)


@blueprint.post("/spaces/<slug>/keeping")
@login_required
@web.proved
def keep(slug: str) -> tuple[str, int] | Response:
    space, form = _looked_after(slug), KeepingForm()
    try:
        form.require_a_number()
        commands.set_keeping(actor_id=current_user.id, space_id=space.id, days=form.days.data)
    except CopError as error:
        status = web.explain(form, error)
        return show_settings(_looked_after(slug), keeping=form), status
    flash("Saved. The room says for how long it keeps what is said.", "good")
    return redirect(url_for("chat.room", slug=slug), 303)


def _looked_after(slug: str) -> Space:
    space = web.space(slug)
    policy.require(
        policy.can_set_room(web.actor(), space), "Only the moderators of this space can change its room."
    )
    return space
