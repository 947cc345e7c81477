"""An application: what it says, what its rules say of it, and the three things that can be decided."""

from collections.abc import Callable, Mapping

from flask import flash, render_template, url_for
from flask_login import current_user, login_required
from flask_wtf import FlaskForm

from cop import web
from cop.errors import Conflict, Invalid, NotFound
from cop.models import Decision, Recruitment, Review
from cop.moderation import commands, queries
from cop.moderation.forms import ApproveForm, AskForm, RefuseForm
from cop.moderation.views.routes import blueprint, seen_review, to_queue
from cop.web import Answer

SAID = {
    "approve": "{name} is taken on: an invitation is on its way.",
    "ask": "{name} is asked by e-mail. The application waits here again once they have answered.",
    "refuse": "{name} is turned down, and told why.",
}
"""What is said after a decision, by the name of its form."""


@blueprint.get("/moderation/applications/<int:application_id>")
@login_required
def application(application_id: int) -> str:
    return _page(_found(application_id))


@blueprint.post("/moderation/applications/<int:application_id>/approval")
@login_required
@web.proved
def approve(application_id: int) -> Answer:
    form = _approve_form(_found(application_id), ApproveForm())
    given = {"space_ids": form.places.data or (), "reason": form.reason.data or ""}
    return _decide(application_id, commands.approve, given, approve=form)


@blueprint.post("/moderation/applications/<int:application_id>/question")
@login_required
def ask(application_id: int) -> Answer:
    form = AskForm()
    return _decide(application_id, commands.ask, {"question": form.question.data or ""}, ask=form)


@blueprint.post("/moderation/applications/<int:application_id>/refusal")
@login_required
@web.proved
def turn_down(application_id: int) -> Answer:
    form = RefuseForm()
    return _decide(application_id, commands.turn_down, {"reason": form.reason.data or ""}, refuse=form)


def _decide(
    application_id: int, verb: Callable[..., Decision], given: Mapping[str, object], **typed: FlaskForm
) -> Answer:
    """Back to the queue; or the page again with what was typed and what is wrong with it."""
    review = _found(application_id)
    try:
        verb(actor_id=current_user.id, review_id=review.id, seen=seen_review(), **given)
    except (Invalid, Conflict) as error:
        (form,) = typed.values()
        status = web.explain(form, error)
        return _page(_found(application_id), **typed), status
    flash(SAID[next(iter(typed))].format(name=review.whose.name), "good")
    return to_queue()


def _found(application_id: int) -> Review:
    found = queries.review_of(web.actor(), application_id)
    if found is None:
        raise NotFound
    return found


def _approve_form(review: Review, form: ApproveForm | None = None) -> ApproveForm:
    """The form that was sent, or one to be filled in."""
    assert review.application is not None  # noqa: S101 - _found says so
    places = queries.places_for(web.actor(), review.application)
    if form is None:
        form = ApproveForm(formdata=None, places=[review.application.cohort_id])
    return form.offer(places)


def _page(review: Review, **typed: FlaskForm) -> str:
    application = review.application
    assert application is not None  # noqa: S101 - _found says so
    forms = {
        "approve": typed.get("approve") or _approve_form(review),
        "ask": typed.get("ask") or AskForm(formdata=None),
        "refuse": typed.get("refuse") or RefuseForm(formdata=None),
    }
    for name, form in forms.items():
        form["seen"].data = review.version
        for field in form:
            field.id = f"{name}-{field.short_name}"
    return render_template(
        "moderation/application.html",
        review=review,
        application=application,
        forms=forms,
        checks=application.checks(Recruitment.of(application.programme_id)),
        likenesses=application.likenesses(),
        back_to=url_for("moderation.queue"),
    )
