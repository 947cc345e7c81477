"""Groups of the network: finding one, asking to be let in, and taking that back."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.models import Space
from cop.spaces import commands
from cop.spaces.forms import JoiningForm, RequestForm
from cop.spaces.queries import groups as finding
from cop.spaces.views.blueprint import blueprint
from cop.spaces.views.settings import looked_after, show_settings
from cop.web import Answer


@blueprint.get("/groups")
@login_required
def groups() -> str:
    actor = web.actor()
    return render_template(
        "spaces/groups.html", groups=finding.groups(actor), asked_for=finding.asked_for(actor)
    )


@blueprint.get("/groups/<group>")
@login_required
def group(group: str) -> str:
    return _page(_found(group), RequestForm(formdata=None))


@blueprint.post("/groups/<group>")
@login_required
def ask_to_join(group: str) -> Answer:
    form, space = RequestForm(), _found(group)
    status = web.refused(
        form,
        lambda: commands.ask_to_join(actor_id=current_user.id, space_id=space.id, said=form.said.data or ""),
    )
    if status:
        return _page(_found(group), form), status
    flash("Asked. Its moderators decide, and you get an e-mail.", "good")
    return redirect(url_for("spaces.groups"), 303)


@blueprint.post("/groups/<group>/removal")
@login_required
def take_request_back(group: str) -> Response:
    commands.take_request_back(actor_id=current_user.id, space_id=_found(group).id)
    flash("You no longer ask for it.", "good")
    return redirect(url_for("spaces.groups"), 303)


@blueprint.post("/spaces/<slug>/joining")
@login_required
@web.proved
def set_joining(slug: str) -> Answer:
    form, space = JoiningForm(), looked_after(slug)
    policy.require(policy.can_set_joining(web.actor(), space), "Only a group can be asked for.")
    if not form.validate():
        return show_settings(space, joining=form), 422
    commands.set_joining(actor_id=current_user.id, space_id=space.id, joining=form.joining.data)
    flash("Saved.", "good")
    return redirect(url_for("spaces.about", slug=slug), 303)


def _found(slug: str) -> Space:
    found: Space = web.found(finding.group(web.actor(), slug))
    return found


def _page(space: Space, form: RequestForm) -> str:
    asked = finding.asked_for(web.actor()).get(space.id)
    return render_template("spaces/group.html", space=space, form=form, asked=asked)
