"""Suggesting something for the library, and changing what it says."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import policy, web
from cop.errors import CopError
from cop.library import commands
from cop.library.commands.suggesting import NOT_YOURS, Overtaken
from cop.library.forms import LEVELS, ChangedResourceForm, ResourceForm
from cop.library.views.blueprint import blueprint, here, require_reader
from cop.models import Resource
from cop.web import Answer
from cop.web.forms import hidden_number, hints

SAID = "Thank you. Others read it once somebody who keeps the library has published it."


@blueprint.route("/library/new", methods=["GET", "POST"])
@login_required
def suggest() -> Answer:
    require_reader()
    form = ResourceForm()
    if not form.is_submitted():
        form.renew_key()
        return _page(form)
    try:
        status = 422 if not form.validate() else 0
        made = None if status else _suggest(form)
    except CopError as error:
        status, made = web.explain(form, error), None
        form.renew_key(error)
    if made is None:
        return _page(form), status
    flash("It stands in the library." if made.is_published else SAID, "good")
    return redirect(url_for("library.resource", resource_id=made.id), 303)


def _suggest(form: ResourceForm) -> Resource:
    return commands.suggest(actor_id=current_user.id, described=form.described(), key=form.sent_key())


@blueprint.route("/library/<int:resource_id>/edit", methods=["GET", "POST"])
@login_required
def edit(resource_id: int) -> Answer:
    resource, form, status = _edited(resource_id), ChangedResourceForm(), 200
    if form.is_submitted():
        status = web.refused(form, lambda: _edit(resource, form))
    else:
        topic = url_for("forum.topic", topic_id=resource.topic_id) if resource.topic_id else ""
        form.show(resource, topic)
        form.seen.data = str(resource.version)
    if status:
        return _page(form, here(resource_id)), status
    flash("Saved.", "good")
    return redirect(url_for("library.resource", resource_id=resource_id), 303)


def _edit(resource: Resource, form: ChangedResourceForm) -> None:
    about, seen = {"actor_id": current_user.id, "resource_id": resource.id}, hidden_number(form.seen.data)
    try:
        commands.edit_resource(**about, described=form.described(), seen=seen)
    except Overtaken:
        form.seen.data = str(here(resource.id).version)
        raise


def _edited(resource_id: int) -> Resource:
    found = here(resource_id)
    policy.require(policy.can_edit_resource(web.actor(), found), NOT_YOURS)
    return found


def _page(form: ResourceForm, resource: Resource | None = None) -> str:
    return render_template("library/edit.html", form=form, resource=resource, hints=hints(LEVELS))
