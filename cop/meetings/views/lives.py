"""A set renews its contract, or closes well."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import policy, web
from cop.meetings.commands import contracts as answering
from cop.meetings.commands import lives as commands
from cop.meetings.forms.lives import ClosingForm, RenewalForm
from cop.meetings.queries import lives as finding
from cop.meetings.queries.records import harvest
from cop.meetings.views.blueprint import blueprint
from cop.meetings.views.contracts import back_to, found, shaped
from cop.models import Question, Space
from cop.models.lives import Life
from cop.web import Answer


@blueprint.get("/spaces/<set_slug>/contract/renewal")
@login_required
def renewal(set_slug: str) -> str:
    space = shaped(set_slug)
    return _renewal(space, RenewalForm.of(finding.standing_of(space).contract))


@blueprint.post("/spaces/<set_slug>/contract/renewal")
@login_required
def renew(set_slug: str) -> Answer:
    space, form = shaped(set_slug), RenewalForm()

    def act() -> None:
        commands.renew(
            actor_id=current_user.id, space_id=space.id, more=form.more.data or 0, seen=form.seen_version()
        )

    status = web.refused(form, act)
    if status:
        return _renewal(found(set_slug), form), status
    flash("Renewed. Everybody in the set sees it here.", "good")
    return back_to(set_slug)


@blueprint.get("/spaces/<set_slug>/contract/closing")
@login_required
def closing(set_slug: str) -> str:
    return _closing(_answered(set_slug), ClosingForm(formdata=None))


@blueprint.post("/spaces/<set_slug>/contract/closing")
@login_required
def agree_to_close(set_slug: str) -> Answer:
    space, form = _answered(set_slug), ClosingForm()

    def act() -> None:
        answering.say_yes(actor_id=current_user.id, space_id=space.id, question=Question.CLOSING)

    status = web.refused(form, act)
    if status:
        return _closing(found(set_slug), form), status
    is_closed = finding.standing_of(found(set_slug)).contract.life is Life.CLOSED
    flash("The set is closed." if is_closed else "The set sees how many say so.", "good")
    return redirect(url_for("meetings.contract", set_slug=set_slug), 303)


def _answered(set_slug: str) -> Space:
    space = found(set_slug)
    policy.require(policy.can_answer_in_set(web.actor(), space), "Only members of the set close it.")
    return space


def _renewal(space: Space, form: RenewalForm) -> str:
    standing = finding.standing_of(space)
    return render_template("meetings/contract_renewal.html", space=space, form=form, standing=standing)


def _closing(space: Space, form: ClosingForm) -> str:
    agreed = finding.standing_of(space).agreed
    return render_template(
        "meetings/contract_closing.html",
        space=space,
        form=form,
        agreed=agreed,
        closing=Question.CLOSING,
        learned=harvest(web.actor(), space),
    )
