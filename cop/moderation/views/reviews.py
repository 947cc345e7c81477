"""One item, and what can be decided about it: each a form, answered by the queue or, for htmx, by the undo."""

from collections.abc import Callable
from functools import partial

from flask import make_response, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from flask_wtf import FlaskForm

from cop import web
from cop.errors import Conflict, Invalid, NotFound
from cop.models import Contributed, Decision, Ground, Review, ReviewKind
from cop.moderation import commands, queries
from cop.moderation.forms import EditForm, OutcomeForm, ReasonForm
from cop.moderation.views.routes import blueprint, remember, seen_review, seen_version, to_queue
from cop.web import Answer
from cop.web.asked import is_fragment

REASONED = ("decline", "hide", "uphold", "overturn", "turn_away")
"""Decisions with a reason, by the names of their forms."""

OUTCOMES = ("uphold", "overturn", "turn_away")
"""Those of them that answer somebody, in words alone."""


@blueprint.get("/moderation/reviews/<int:review_id>")
@login_required
def review(review_id: int) -> Answer:
    """The page; for htmx the one form that it asks for. An application has a page of its own."""
    found = _found(review_id)
    if found.application_id is not None:
        return redirect(url_for("moderation.application", application_id=found.application_id), 303)
    asked = request.args.get("form", "")
    if is_fragment() and asked in REASONED:
        return _form(asked, reason_form(found), found)
    return _page(found)


@blueprint.post("/moderation/reviews/<int:review_id>/release")
@login_required
def release(review_id: int) -> Answer:
    return _decide(
        review_id,
        lambda: commands.release(
            actor_id=current_user.id, review_id=review_id, version=seen_version(), seen=seen_review()
        ),
    )


@blueprint.post("/moderation/reviews/<int:review_id>/edited-release")
@login_required
def release_edited(review_id: int) -> Answer:
    form = EditForm()
    return _decide(
        review_id,
        lambda: commands.release_edited(
            actor_id=current_user.id,
            review_id=review_id,
            text=form.text.data or "",
            note=form.note.data or "",
            version=seen_version(),
            seen=seen_review(),
        ),
        edit=form,
    )


@blueprint.post("/moderation/reviews/<int:review_id>/decline")
@login_required
def decline(review_id: int) -> Answer:
    return _decide_with_reason(review_id, "decline", commands.decline)


@blueprint.post("/moderation/reviews/<int:review_id>/hiding")
@login_required
def hide_reviewed(review_id: int) -> Answer:
    return _decide_with_reason(review_id, "hide", commands.hide_reviewed)


@blueprint.post("/moderation/reviews/<int:review_id>/upholding")
@login_required
@web.proved
def uphold(review_id: int) -> Answer:
    return _decide_with_reason(review_id, "uphold", commands.uphold)


@blueprint.post("/moderation/reviews/<int:review_id>/reversal")
@login_required
@web.proved
def overturn(review_id: int) -> Answer:
    return _decide_with_reason(review_id, "overturn", commands.overturn)


@blueprint.post("/moderation/reviews/<int:review_id>/letting-in")
@login_required
@web.proved
def let_in(review_id: int) -> Answer:
    return _decide(
        review_id,
        lambda: commands.let_in(actor_id=current_user.id, review_id=review_id, seen=seen_review()),
    )


@blueprint.post("/moderation/reviews/<int:review_id>/turning-away")
@login_required
@web.proved
def turn_away(review_id: int) -> Answer:
    return _decide_with_reason(review_id, "turn_away", commands.turn_away)


@blueprint.post("/moderation/reviews/<int:review_id>/dismissal")
@login_required
def dismiss(review_id: int) -> Answer:
    return _decide(
        review_id,
        lambda: commands.dismiss(actor_id=current_user.id, review_id=review_id, seen=seen_review()),
    )


@blueprint.post("/moderation/reviews/<int:review_id>/claim")
@login_required
def claim(review_id: int) -> Answer:
    return _look(review_id, lambda: commands.claim(actor_id=current_user.id, review_id=review_id))


@blueprint.post("/moderation/reviews/<int:review_id>/claim/removal")
@login_required
def let_go(review_id: int) -> Answer:
    return _look(review_id, lambda: commands.let_go(actor_id=current_user.id, review_id=review_id))


@blueprint.post("/moderation/reviews/<int:review_id>/restoration")
@login_required
def restore_reviewed(review_id: int) -> Answer:
    return _decide(
        review_id, lambda: commands.restore_reviewed(actor_id=current_user.id, review_id=review_id)
    )


def _decide_with_reason(review_id: int, name: str, verb: Callable[..., Decision]) -> Answer:
    form = OutcomeForm() if name in OUTCOMES else ReasonForm()
    decide = partial(verb, actor_id=current_user.id, review_id=review_id, seen=seen_review(), **form.why())
    return _decide(review_id, decide, **{name: form})


def _look(review_id: int, look: Callable[[], Review]) -> Answer:
    """Answer a claim: with the item as it is now."""
    try:
        look()
    except Conflict as error:
        return _tell(review_id, error, {})
    if is_fragment():
        return render_template("moderation/_item.html", review=_found(review_id))
    return to_queue()


def _decide(review_id: int, decide: Callable[[], Decision], **typed: FlaskForm) -> Answer:
    """Answer a decision: with the queue and an undo; with the form and what is wrong; with who was first."""
    try:
        decision = decide()
    except Invalid as error:
        return _ask_again(review_id, error, typed)
    except Conflict as error:
        return _tell(review_id, error, typed)
    if is_fragment():
        made = queries.decision(web.actor(), decision.id)
        return render_template("moderation/undo.html", decision=made, is_undoable=commands.is_undoable)
    remember(decision)
    return to_queue()


def _ask_again(review_id: int, error: Invalid, typed: dict[str, FlaskForm]) -> Answer:
    """The same form, everything typed kept, with a sentence beside the field."""
    found = _found(review_id)
    for form in typed.values():
        web.explain(form, error)
    if not is_fragment():
        return _page(found, **typed), error.status
    name = next(iter(typed))
    answer = make_response(_form(name, typed[name], found), error.status)
    answer.headers["HX-Retarget"] = f"#review-{review_id}-form"
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def _tell(review_id: int, error: Conflict, typed: dict[str, FlaskForm]) -> tuple[str, int]:
    found = _found(review_id)
    if is_fragment():
        waits = found if found.decided_at is None else None
        return render_template("moderation/refused.html", message=error.message, review=waits), error.status
    for form in typed.values():
        form["seen"].data = found.version
    if "edit" in typed and found.contribution is not None:
        typed["edit"]["version"].data = found.contribution.version
    return _page(found, message=error.message, **typed), error.status


def _found(review_id: int) -> Review:
    found = queries.review(web.actor(), review_id)
    if found is None:
        raise NotFound
    return found


def _page(review: Review, *, message: str = "", **typed: FlaskForm) -> str:
    """The page of one review with its forms; `typed` are those that come back."""
    forms: dict[str, FlaskForm] = {name: typed.get(name) or reason_form(review) for name in REASONED}
    if review.contribution is not None:
        forms["edit"] = typed.get("edit") or _edit_form(review, review.contribution)
    named = {name: _named(form, review, name) for name, form in forms.items()}
    return render_template("moderation/review.html", review=review, forms=named, message=message)


def reason_form(review: Review) -> ReasonForm | OutcomeForm:
    """With the ground that most of its reporters have chosen, so that it is mostly right."""
    grounds = [report.category for report in review.reports]
    if review.kind in (ReviewKind.APPEAL, ReviewKind.REQUEST):
        return OutcomeForm(formdata=None, seen=review.version)
    ground = max(grounds, key=grounds.count) if grounds else Ground.OFF_TOPIC
    return ReasonForm(formdata=None, ground=ground.value, seen=review.version)


def _edit_form(review: Review, subject: Contributed) -> EditForm:
    return EditForm(formdata=None, text=subject.text, version=subject.version, seen=review.version)


def _form(name: str, form: FlaskForm, review: Review) -> str:
    """One form alone, to stand in the queue."""
    named = _named(form, review, name)
    return render_template("moderation/reason_form.html", review=review, form=named, name=name)


def _named(form: FlaskForm, review: Review, name: str) -> FlaskForm:
    """Give its fields ids that no other form in the queue has."""
    for field in form:
        field.id = f"{name}-{field.short_name}-{review.id}"
    return form
