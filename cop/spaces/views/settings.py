"""What a space says of itself, and what waits for its moderators."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError
from cop.models import Space
from cop.spaces import commands
from cop.spaces.forms import (
    JOINING,
    POLICIES,
    ROOM_STATES,
    DetailsForm,
    ForumForm,
    HidingForm,
    JoiningForm,
    KeepingForm,
    PolicyForm,
    RoomForm,
    SlowForm,
)
from cop.spaces.views.blueprint import blueprint
from cop.web.forms import hints


@blueprint.get("/spaces/<slug>/settings")
@login_required
def settings(slug: str) -> str:
    space = looked_after(slug)
    return show_settings(space)


@blueprint.post("/spaces/<slug>/settings")
@login_required
@web.proved
def edit(slug: str) -> tuple[str, int] | Response:
    space, form = looked_after(slug), DetailsForm()
    if not form.validate_on_submit():
        return show_settings(space, details=form), 422
    try:
        commands.edit_space(
            actor_id=current_user.id,
            space_id=space.id,
            name=form.name.data or "",
            purpose=form.purpose.data or "",
            about=form.about.data or "",
        )
    except CopError as error:
        status = web.explain(form, error)
        return show_settings(looked_after(slug), details=form), status
    flash("Saved.", "good")
    return redirect(url_for("spaces.about", slug=slug), 303)


@blueprint.post("/spaces/<slug>/policy")
@login_required
@web.proved
def set_policy(slug: str) -> tuple[str, int] | Response:
    space, form = looked_after(slug), PolicyForm()
    if not form.validate_on_submit():
        return show_settings(space, policy_form=form), 422
    commands.set_space_policy(actor_id=current_user.id, space_id=space.id, policy=form.policy.data)
    flash("Saved. What waits already goes on waiting for a moderator.", "good")
    return redirect(url_for("spaces.about", slug=slug), 303)


@blueprint.post("/spaces/<slug>/hiding")
@login_required
@web.proved
def set_hiding(slug: str) -> tuple[str, int] | Response:
    space, form = looked_after(slug), HidingForm()
    try:
        commands.set_hiding(actor_id=current_user.id, space_id=space.id, people=form.hide_after.data)
    except CopError as error:
        form.hide_after.errors = []
        status = web.explain(form, error)
        return show_settings(looked_after(slug), hiding=form), status
    flash("Saved. It holds for what is reported from now on.", "good")
    return redirect(url_for("spaces.about", slug=slug), 303)


def looked_after(slug: str) -> Space:
    """The space `slug`, which the actor may change."""
    space = web.space(slug)
    policy.require(
        policy.can_edit_space(web.actor(), space), "Only the moderators of this space can change it."
    )
    return space


def show_settings(space: Space, **sent: FlaskForm) -> str:
    """The page with every form of it: as it was `sent` and refused, by its name here, or as the space is."""
    forms: dict[str, FlaskForm] = {
        "details": DetailsForm(formdata=None, obj=space),
        "policy_form": PolicyForm(formdata=None, obj=space),
        "joining": JoiningForm(formdata=None, obj=space),
        "hiding": HidingForm(formdata=None, obj=space),
        "forum": ForumForm(formdata=None, obj=space),
        "room": RoomForm(formdata=None, obj=space),
        "keeping": KeepingForm(formdata=None, days=space.keep_days),
        "slow": SlowForm(formdata=None, seconds=space.slow_room),
    }
    return render_template(
        "spaces/settings.html",
        space=space,
        hints=hints(POLICIES),
        room_hints=hints(ROOM_STATES),
        joining_hints=hints(JOINING),
        **forms | sent,
    )
