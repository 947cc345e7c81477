"""Publishing what was heard."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required

from cop import web
from cop.inquiries import commands
from cop.inquiries.commands.locks import Overtaken
from cop.inquiries.forms import ReportForm
from cop.inquiries.queries import inquiries
from cop.inquiries.views.blueprint import blueprint, kept
from cop.models import Inquiry
from cop.web import Answer
from cop.web.forms import hidden_number


@blueprint.route("/inquiries/<int:inquiry_id>/report", methods=["GET", "POST"])
@login_required
def report(inquiry_id: int) -> Answer:
    inquiry, status = kept(inquiry_id), 200
    form = ReportForm(data=_said(inquiry))
    if form.is_submitted():
        status = web.refused(form, lambda: _report(inquiry, form))
    if status:
        return _page(kept(inquiry_id), form), status
    is_published = kept(inquiry_id).is_published
    flash("Published." if is_published else "Saved. Nobody else reads it until you publish it.", "good")
    return redirect(url_for("inquiries.inquiry", inquiry_id=inquiry_id), 303)


def _said(inquiry: Inquiry) -> dict[str, str]:
    topic = url_for("forum.topic", topic_id=inquiry.topic_id) if inquiry.topic_id else ""
    said = {name: getattr(inquiry, name) for name in ("report", "document", "address")}
    return said | {"topic": topic, "seen": str(inquiry.version)}


def _report(inquiry: Inquiry, form: ReportForm) -> None:
    about, seen = {"actor_id": current_user.id, "inquiry_id": inquiry.id}, hidden_number(form.seen.data)
    try:
        commands.report(**about, reported=form.reported(), publish="publish" in request.form, seen=seen)
    except Overtaken:
        form.seen.data = str(kept(inquiry.id).version)
        raise


def _page(inquiry: Inquiry, form: ReportForm) -> str:
    forum = inquiries.where_to_discuss(web.actor())
    return render_template("inquiries/report.html", inquiry=inquiry, form=form, forum=forum)
