"""Answering an inquiry."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.inquiries import commands
from cop.inquiries.commands.responding import NOT_ASKED
from cop.inquiries.forms import READERS, ResponseForm
from cop.inquiries.queries import responses
from cop.inquiries.views.blueprint import blueprint, here
from cop.models import Inquiry
from cop.web import Answer
from cop.web.forms import hints


@blueprint.route("/inquiries/<int:inquiry_id>/response", methods=["GET", "POST"])
@login_required
def respond(inquiry_id: int) -> Answer:
    inquiry, status = here(inquiry_id), 200
    policy.require(policy.can_respond_to(web.actor(), inquiry), NOT_ASKED)
    form, is_sent = ResponseForm.for_inquiry(inquiry), "send" in request.form
    if form.is_submitted():
        status = web.refused(form, lambda: _respond(inquiry, form, is_sent=is_sent))
    else:
        mine = responses.mine(current_user.id, inquiry.id)
        form.show(mine, responses.answers_of(current_user.id, inquiry.id))
    if status:
        return _page(here(inquiry_id), form), status
    flash("Sent. You can change it until it closes." if is_sent else "Saved.", "good")
    return redirect(url_for("inquiries.inquiry", inquiry_id=inquiry_id), 303)


def _respond(inquiry: Inquiry, form: ResponseForm, *, is_sent: bool) -> None:
    commands.respond(
        actor_id=current_user.id,
        inquiry_id=inquiry.id,
        answers=form.answers(inquiry),
        readers=form.readers.data,
        may_quote=bool(form.may_quote.data),
        is_sent=is_sent,
    )


@blueprint.get("/inquiries/<int:inquiry_id>/response/removal")
@login_required
def response_removal(inquiry_id: int) -> str:
    """Asks whether it is to go: that can't be undone."""
    return render_template("inquiries/response_removal.html", inquiry=here(inquiry_id))


@blueprint.post("/inquiries/<int:inquiry_id>/response/removal")
@login_required
def take_back_response(inquiry_id: int) -> Response:
    commands.take_back_response(actor_id=current_user.id, inquiry_id=here(inquiry_id).id)
    flash("Taken back. Nothing of it is kept.", "good")
    return redirect(url_for("inquiries.inquiry", inquiry_id=inquiry_id), 303)


def _page(inquiry: Inquiry, form: ResponseForm) -> str:
    return render_template(
        "inquiries/response.html",
        inquiry=inquiry,
        form=form,
        hints=hints(READERS),
        mine=responses.mine(current_user.id, inquiry.id),
    )
