"""The page of the handover: what is met, and the day on which the staff go."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import NotFound
from cop.models import Condition, HandoverCheck
from cop.spaces import commands
from cop.spaces.commands.handover import FEWEST_STEWARDS, NOTED, missing, stewards_followed
from cop.spaces.forms import CONDITIONS, CheckForm, HandOverForm
from cop.spaces.views.blueprint import blueprint
from cop.web import Answer


@blueprint.get("/handover")
@login_required
def handover() -> str:
    _require()
    return _page(CheckForm(formdata=None), HandOverForm(formdata=None))


@blueprint.post("/handover/conditions/<condition>")
@login_required
def check_condition(condition: str) -> Answer:
    _require()
    form, which = CheckForm(), _known(condition)
    status = web.refused(
        form, lambda: commands.check(actor_id=current_user.id, condition=which, note=form.note.data or "")
    )
    if status:
        return _page(form, HandOverForm(formdata=None), typed=which), status
    return _back(which)


@blueprint.post("/handover/conditions/<condition>/removal")
@login_required
def uncheck_condition(condition: str) -> Response:
    _require()
    which = _known(condition)
    commands.uncheck(actor_id=current_user.id, condition=which)
    return _back(which)


@blueprint.post("/handover")
@login_required
@web.proved
def hand_over() -> Answer:
    _require()
    form = HandOverForm()
    status = web.refused(form, lambda: commands.hand_over(actor_id=current_user.id, until=form.end()))
    if status:
        return _page(CheckForm(formdata=None), form), status
    flash("The staff go on that day. Each of them is told.", "good")
    return redirect(url_for("spaces.appointments"), 303)


def _page(check: CheckForm, day: HandOverForm, *, typed: Condition | None = None) -> str:
    return render_template(
        "spaces/handover.html",
        conditions=CONDITIONS,
        noted=NOTED,
        checks=HandoverCheck.all(),
        missing=missing(),
        stewards=stewards_followed(),
        fewest=FEWEST_STEWARDS,
        check=check,
        typed=typed,
        day=day,
    )


def _back(condition: Condition) -> Response:
    return redirect(url_for("spaces.handover", _anchor=condition.value), 303)


def _known(word: str) -> Condition:
    """Of those that somebody ticks: how many stewards there are is counted."""
    if word not in set(Condition) or word == Condition.STEWARDS:
        raise NotFound
    return Condition(word)


def _require() -> None:
    if not policy.can_see_appointments(web.actor()):
        raise NotFound
