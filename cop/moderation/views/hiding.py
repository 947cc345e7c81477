"""Hide a post or a message with a reason, on a page of its own; and restore it."""

from typing import Any

from flask import flash, redirect, render_template
from flask_login import current_user, login_required

from cop import policy, web
from cop.errors import Invalid
from cop.models import Message, Post
from cop.moderation import commands
from cop.moderation.forms import ReasonForm
from cop.moderation.views.routes import address, blueprint, visible
from cop.web import Answer


@blueprint.route("/posts/<int:post_id>/hide", methods=["GET", "POST"])
@login_required
def hide_post(post_id: int) -> Answer:
    return _hide(post_id=post_id)


@blueprint.route("/messages/<int:message_id>/hide", methods=["GET", "POST"])
@login_required
def hide_message(message_id: int) -> Answer:
    return _hide(message_id=message_id)


@blueprint.post("/posts/<int:post_id>/restoration")
@login_required
def restore_post(post_id: int) -> Answer:
    return _restore(post_id=post_id)


@blueprint.post("/messages/<int:message_id>/restoration")
@login_required
def restore_message(message_id: int) -> Answer:
    return _restore(message_id=message_id)


def _hide(**ids: Any) -> Answer:
    form = ReasonForm()
    subject = visible(**ids)
    target = address(subject)
    if not form.is_submitted():
        return _page(form, subject)
    try:
        commands.hide(actor_id=current_user.id, **form.why(), **ids)
    except Invalid as error:
        status = web.explain(form, error)
        return _page(form, visible(**ids)), status
    flash("Hidden, and its author told why. You can restore it here or in the log of decisions.", "good")
    return redirect(target, 303)


def _restore(**ids: Any) -> Answer:
    target = address(visible(**ids))
    commands.restore(actor_id=current_user.id, **ids)
    flash("Restored: it can be read again.", "good")
    return redirect(target, 303)


def _page(form: ReasonForm, subject: Post | Message) -> str:
    policy.require(
        policy.can_hide(web.actor(), subject), "Only a moderator can hide this, while it can be read."
    )
    return render_template("moderation/hide.html", form=form, subject=subject)
