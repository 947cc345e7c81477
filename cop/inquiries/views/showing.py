"""The list of inquiries, the page of one, and what came back."""

from flask import render_template
from flask_login import current_user, login_required

from cop import policy, web
from cop.errors import NotFound
from cop.inquiries.forms import UnderForm
from cop.inquiries.queries import inquiries, responses
from cop.inquiries.views.blueprint import blueprint, here
from cop.models import Inquiry, InquiryResponse


@blueprint.get("/inquiries")
@login_required
def index() -> str:
    actor = web.actor()
    if not policy.can_read_inquiries(actor):
        raise NotFound
    return render_template("inquiries/index.html", listed=inquiries.listed(actor))


@blueprint.get("/inquiries/<int:inquiry_id>")
@login_required
def inquiry(inquiry_id: int) -> str:
    shown, actor = here(inquiry_id), web.actor()
    return render_template(
        "inquiries/inquiry.html",
        inquiry=shown,
        mine=responses.mine(current_user.id, shown.id),
        sent=responses.count(shown),
        themed=responses.themed(shown) if policy.can_read_themes(actor, shown) else {},
        topic=inquiries.discussion(actor, shown),
    )


@blueprint.get("/inquiries/<int:inquiry_id>/responses")
@login_required
def responses_to(inquiry_id: int) -> str:
    """Those that the asker reads; whoever keeps the inquiry puts them under themes here."""
    return show_responses(here(inquiry_id))


def show_responses(shown: Inquiry) -> str:
    actor = web.actor()
    found, themed = responses.sent(actor, shown), responses.themed(shown)
    forms = (
        {each.id: _under(shown, each, themed) for each in found} if policy.can_keep_inquiries(actor) else {}
    )
    return render_template("inquiries/responses.html", inquiry=shown, responses=found, forms=forms)


def _under(shown: Inquiry, response: InquiryResponse, themed: dict[int, set[int]]) -> UnderForm:
    lies = [theme_id for theme_id, people in themed.items() if response.person_id in people]
    form = UnderForm(formdata=None, themes=lies)
    form.offer(shown.themes)
    return form
