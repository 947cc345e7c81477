"""Opening an inquiry, and changing what it asks."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import web
from cop.errors import CopError
from cop.inquiries import commands
from cop.inquiries.commands.locks import Overtaken
from cop.inquiries.forms import WHOM, ChangedInquiryForm, InquiryForm
from cop.inquiries.views.blueprint import blueprint, here, kept, require_keeper
from cop.models import Inquiry
from cop.web import Answer
from cop.web.forms import hidden_number, hints


@blueprint.route("/inquiries/new", methods=["GET", "POST"])
@login_required
def new_inquiry() -> Answer:
    require_keeper()
    form = InquiryForm()
    if not form.is_submitted():
        form.renew_key()
        return _page(form)
    try:
        status = 422 if not form.validate() else 0
        made = None if status else _open(form)
    except CopError as error:
        status, made = web.explain(form, error), None
        form.renew_key(error)
    if made is None:
        return _page(form), status
    flash("It is open. Whoever is asked can answer from now on.", "good")
    return redirect(url_for("inquiries.inquiry", inquiry_id=made.id), 303)


def _open(form: InquiryForm) -> Inquiry:
    return commands.open_inquiry(actor_id=current_user.id, asked=form.asked(), key=form.sent_key())


@blueprint.route("/inquiries/<int:inquiry_id>/edit", methods=["GET", "POST"])
@login_required
def edit_inquiry(inquiry_id: int) -> Answer:
    inquiry, form, status = kept(inquiry_id), ChangedInquiryForm(), 200
    if form.is_submitted():
        status = web.refused(form, lambda: _edit(inquiry, form))
    else:
        form.show(inquiry)
        form.seen.data = str(inquiry.version)
    if status:
        return _page(form, here(inquiry_id)), status
    flash("Saved.", "good")
    return redirect(url_for("inquiries.inquiry", inquiry_id=inquiry_id), 303)


def _edit(inquiry: Inquiry, form: ChangedInquiryForm) -> None:
    about, seen = {"actor_id": current_user.id, "inquiry_id": inquiry.id}, hidden_number(form.seen.data)
    try:
        commands.edit_inquiry(**about, asked=form.asked(), seen=seen)
    except Overtaken:
        form.seen.data = str(here(inquiry.id).version)
        raise


def _page(form: InquiryForm, inquiry: Inquiry | None = None) -> str:
    return render_template("inquiries/edit.html", form=form, inquiry=inquiry, hints=hints(WHOM))
