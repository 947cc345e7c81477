"""Report a post or a message: open the form, say what is wrong, send (domain.md AL8)."""

from typing import Any

from flask import flash, redirect, render_template
from flask_login import current_user, login_required

from cop import policy, web
from cop.errors import Invalid, TooFast
from cop.models import Message, Post
from cop.moderation import commands
from cop.moderation.forms import ReportForm
from cop.moderation.views.routes import address, blueprint, visible
from cop.web import Answer


@blueprint.route("/posts/<int:post_id>/report", methods=["GET", "POST"])
@login_required
def report_post(post_id: int) -> Answer:
    return _report(post_id=post_id)


@blueprint.route("/messages/<int:message_id>/report", methods=["GET", "POST"])
@login_required
def report_message(message_id: int) -> Answer:
    return _report(message_id=message_id)


def _report(**ids: Any) -> Answer:
    form = ReportForm()
    subject = visible(**ids)
    target = address(subject)
    if not form.is_submitted():
        return _page(form, subject)
    try:
        made = commands.report(
            actor_id=current_user.id, category=form.category.data or "", reason=form.reason.data or "", **ids
        )
    except (Invalid, TooFast) as error:
        status = web.explain(form, error)
        return _page(form, visible(**ids)), status
    flash(f"Thank you. A moderator will look at it. Your reference is R-{made.id}.", "good")
    return redirect(target, 303)


def _page(form: ReportForm, subject: Post | Message) -> str:
    policy.require(
        policy.can_report(web.actor(), subject),
        "Only what somebody else wrote can be reported, while it can be read.",
    )
    return render_template("moderation/report.html", form=form, subject=subject)
