"""The contract of a set: what it has agreed on, its ground rules and who accepts them, its rotas."""

from collections.abc import Callable
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import NotFound
from cop.meetings.commands import contracts as commands
from cop.meetings.commands.contracts import NOT_YOURS
from cop.meetings.forms.contracts import KEEPING, RulesForm, TermsForm, read_move
from cop.meetings.queries import contracts as finding
from cop.meetings.queries.lives import standing_of
from cop.meetings.queries.offers import ASKS, offers_in
from cop.meetings.queries.turns import whose_turn
from cop.meetings.views.blueprint import blueprint
from cop.models import Duty, GroundRules, Question, Space
from cop.models.lives import Life, SetStep
from cop.web import Answer

F = TypeVar("F", TermsForm, RulesForm)


@blueprint.get("/spaces/<set_slug>/contract")
@login_required
def contract(set_slug: str) -> str:
    space = found(set_slug)
    standing = standing_of(space)
    return render_template(
        "meetings/contract.html",
        space=space,
        standing=standing,
        agreed=standing.agreed,
        steps=SetStep.of(space.id),
        offers=offers_in(space.id) if standing.contract.life is Life.DORMANT else [],
        asks=ASKS,
        versions=GroundRules.of(space.id),
        keeping=KEEPING,
        duties=tuple(Duty),
        questions=Question,
        turn=whose_turn(standing),
    )


@blueprint.get("/spaces/<set_slug>/contract/terms")
@login_required
def terms(set_slug: str) -> str:
    space = shaped(set_slug)
    return _terms(space, TermsForm.of(finding.agreement(space).contract))


@blueprint.post("/spaces/<set_slug>/contract/terms")
@login_required
def agree_on_terms(set_slug: str) -> Answer:
    space, form = shaped(set_slug), TermsForm()

    def agree() -> None:
        commands.agree_on_terms(
            actor_id=current_user.id, space_id=space.id, terms=form.terms(), seen=form.seen_version()
        )

    return _answer(set_slug, form, agree, show=_terms, said="Agreed. Everybody in the set sees it here.")


@blueprint.get("/spaces/<set_slug>/contract/rules")
@login_required
def rules(set_slug: str) -> str:
    space = shaped(set_slug)
    return _rules(space, RulesForm.after(GroundRules.newest(space.id)))


@blueprint.post("/spaces/<set_slug>/contract/rules")
@login_required
def write_rules(set_slug: str) -> Answer:
    space, form = shaped(set_slug), RulesForm()

    def write() -> None:
        commands.write_rules(
            actor_id=current_user.id,
            space_id=space.id,
            text=form.text.data or "",
            change=form.change.data or "",
            seen=form.seen_number(),
        )

    said = "Written. You accept them; everybody else in the set has yet to."
    return _answer(set_slug, form, write, show=_rules, said=said)


@blueprint.get("/spaces/<set_slug>/contract/rules/<int:number>")
@login_required
def one_version(set_slug: str, number: int) -> str:
    space = found(set_slug)
    versions = GroundRules.of(space.id)
    version = next((each for each in versions if each.number == number), None)
    if version is None:
        raise NotFound
    return render_template(
        "meetings/contract_version.html",
        space=space,
        version=version,
        newest=versions[0],
        accepted=version.accepted_by(),
        circle=finding.circle_of(space),
    )


@blueprint.post("/spaces/<set_slug>/contract/rules/<int:number>/acceptance")
@login_required
def accept_rules(set_slug: str, number: int) -> Response:
    space = found(set_slug)
    commands.accept_rules(actor_id=current_user.id, space_id=space.id, number=number)
    flash("Accepted. The set sees that you do.", "good")
    return back_to(set_slug)


@blueprint.post("/spaces/<set_slug>/contract/rotas/<duty>")
@login_required
def arrange(set_slug: str, duty: str) -> Response:
    space = shaped(set_slug)
    if duty not in tuple(Duty):
        raise NotFound
    person_id, place = read_move(request.form.get("to"))
    commands.arrange(
        actor_id=current_user.id, space_id=space.id, duty=Duty(duty), person_id=person_id, place=place
    )
    return back_to(set_slug, duty)


@blueprint.post("/spaces/<set_slug>/contract/answers/<question>")
@login_required
def say_yes(set_slug: str, question: str) -> Response:
    asked = _asked(question)
    if asked is Question.CLOSING:
        return redirect(url_for("meetings.closing", set_slug=set_slug), 303)
    commands.say_yes(actor_id=current_user.id, space_id=found(set_slug).id, question=asked)
    return back_to(set_slug, question)


@blueprint.post("/spaces/<set_slug>/contract/answers/<question>/removal")
@login_required
def take_yes_back(set_slug: str, question: str) -> Response:
    commands.take_yes_back(actor_id=current_user.id, space_id=found(set_slug).id, question=_asked(question))
    return back_to(set_slug, question)


def found(set_slug: str) -> Space:
    """The set, for who reads its contract; NotFound for all others."""
    space: Space = web.found(finding.set_of(web.actor(), set_slug))
    return space


def shaped(set_slug: str) -> Space:
    """The same for who writes it down."""
    space = found(set_slug)
    policy.require(policy.can_shape_contract(web.actor(), space), NOT_YOURS)
    return space


def _asked(question: str) -> Question:
    """What members are asked by a button alone; closing has a page that says what it means."""
    if question not in tuple(Question):
        raise NotFound
    return Question(question)


def _answer(
    set_slug: str, form: F, act: Callable[[], None], *, show: Callable[[Space, F], str], said: str
) -> Answer:
    status = web.refused(form, act)
    if status:
        return show(found(set_slug), form), status
    flash(said, "good")
    return back_to(set_slug)


def _terms(space: Space, form: TermsForm) -> str:
    contract = finding.agreement(space).contract
    return render_template(
        "meetings/contract_terms.html", space=space, form=form, contract=contract, keeping=KEEPING
    )


def _rules(space: Space, form: RulesForm) -> str:
    newest = GroundRules.newest(space.id)
    return render_template("meetings/contract_rules.html", space=space, form=form, newest=newest)


def back_to(set_slug: str, anchor: str = "") -> Response:
    """On to the page of the contract."""
    return redirect(url_for("meetings.contract", set_slug=set_slug, _anchor=anchor or None), 303)
