"""Making themes of what came back, and putting responses under them."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.db import get
from cop.errors import Invalid
from cop.inquiries import commands
from cop.inquiries.forms import ThemeForm, UnderForm
from cop.inquiries.queries import responses
from cop.inquiries.views.blueprint import blueprint, kept, require_keeper
from cop.models import Inquiry, InquiryResponse, InquiryTheme
from cop.web import Answer


@blueprint.route("/inquiries/<int:inquiry_id>/themes/new", methods=["GET", "POST"])
@login_required
def new_theme(inquiry_id: int) -> Answer:
    inquiry, form, status = kept(inquiry_id), ThemeForm(), 200
    if form.is_submitted():
        about = {"actor_id": current_user.id, "inquiry_id": inquiry.id}
        status = web.refused(form, lambda: commands.add_theme(**about, said=form.said()))
    if status:
        return _page(kept(inquiry_id), form), status
    flash("It is there. Put responses under it.", "good")
    return redirect(url_for("inquiries.responses_to", inquiry_id=inquiry_id), 303)


@blueprint.route("/inquiry-themes/<int:theme_id>", methods=["GET", "POST"])
@login_required
def edit_theme(theme_id: int) -> Answer:
    inquiry, status = _of_theme(theme_id), 200
    form = ThemeForm(obj=get(InquiryTheme, theme_id))
    if form.is_submitted():
        about = {"actor_id": current_user.id, "theme_id": theme_id}
        status = web.refused(form, lambda: commands.edit_theme(**about, said=form.said()))
    if status:
        return _page(kept(inquiry.id), form, get(InquiryTheme, theme_id)), status
    flash("Saved.", "good")
    return redirect(url_for("inquiries.inquiry", inquiry_id=inquiry.id, _anchor="themes"), 303)


@blueprint.post("/inquiry-themes/<int:theme_id>/removal")
@login_required
def drop_theme(theme_id: int) -> Response:
    _of_theme(theme_id)
    inquiry = commands.drop_theme(actor_id=current_user.id, theme_id=theme_id)
    flash("That theme is gone. The responses stay.", "good")
    return redirect(url_for("inquiries.inquiry", inquiry_id=inquiry.id, _anchor="themes"), 303)


@blueprint.post("/inquiry-responses/<int:response_id>/themes")
@login_required
def put_under(response_id: int) -> Response:
    """Let it lie under the themes that are ticked."""
    response: InquiryResponse = web.found(responses.by_id(web.actor(), response_id))
    inquiry, form = kept(response.inquiry_id), UnderForm()
    form.offer(inquiry.themes)
    if not form.validate():
        raise Invalid("Choose themes of this inquiry.")
    commands.put_under(actor_id=current_user.id, response_id=response_id, theme_ids=form.themes.data or [])
    flash("Saved.", "good")
    anchor = f"response-{response_id}"
    return redirect(url_for("inquiries.responses_to", inquiry_id=inquiry.id, _anchor=anchor), 303)


def _of_theme(theme_id: int) -> Inquiry:
    require_keeper()
    return kept(get(InquiryTheme, theme_id).inquiry_id)


def _page(inquiry: Inquiry, form: ThemeForm, theme: InquiryTheme | None = None) -> str:
    return render_template("inquiries/theme.html", inquiry=inquiry, form=form, theme=theme)
