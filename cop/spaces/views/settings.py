"""What a space says of itself, and what waits for its moderators."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError
from cop.models import Space
from cop.spaces import commands
from cop.spaces.forms import POLICIES_IN_WORDS, DetailsForm, PolicyForm
from cop.spaces.views.blueprint import blueprint


@blueprint.get("/spaces/<slug>/settings")
@login_required
def settings(slug: str) -> str:
    space = _mine(slug)
    return _page(space, DetailsForm(obj=space), PolicyForm(obj=space))


@blueprint.post("/spaces/<slug>/settings")
@login_required
def edit(slug: str) -> tuple[str, int] | Response:
    space, form = _mine(slug), DetailsForm()
    if not form.validate_on_submit():
        return _page(space, form, PolicyForm(formdata=None, obj=space)), 422
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
        space = _mine(slug)
        return _page(space, form, PolicyForm(formdata=None, obj=space)), status
    flash("Saved.", "good")
    return redirect(url_for("spaces.about", slug=slug), 303)


@blueprint.post("/spaces/<slug>/policy")
@login_required
def set_policy(slug: str) -> tuple[str, int] | Response:
    space, form = _mine(slug), PolicyForm()
    if not form.validate_on_submit():
        return _page(space, DetailsForm(formdata=None, obj=space), form), 422
    commands.set_space_policy(actor_id=current_user.id, space_id=space.id, policy=form.policy.data)
    flash("Saved. What waits already goes on waiting for a moderator.", "good")
    return redirect(url_for("spaces.about", slug=slug), 303)


def _mine(slug: str) -> Space:
    space = web.space(slug)
    policy.require(
        policy.can_edit_space(web.actor(), space), "Only the moderators of this space can change it."
    )
    return space


def _page(space: Space, details: DetailsForm, policy_form: PolicyForm) -> str:
    hints = {word.value: sentence for word, sentence in POLICIES_IN_WORDS.items()}
    return render_template(
        "spaces/settings.html", space=space, details=details, policy_form=policy_form, hints=hints
    )
