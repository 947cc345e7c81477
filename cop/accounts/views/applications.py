"""Applying, open to everybody: what programmes ask, the form, and the page behind the link of its letters."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cop import web
from cop.accounts import commands, queries
from cop.accounts.forms import AnswerForm, ApplicationForm
from cop.accounts.views.blueprint import blueprint
from cop.accounts.views.links import secret, show_dead
from cop.errors import CopError, NotFound
from cop.models import Programme, Recruitment
from cop.web import Answer

CONFIRMED = "Your address is confirmed, and your application is with the people who decide about it."
SENT = (
    "Check your e-mail: a message asks you to confirm your address. Nobody reads your application until then."
)


@blueprint.get("/apply")
def programmes() -> str:
    return render_template("accounts/programmes.html", recruiting=queries.recruiting())


@blueprint.route("/apply/<programme>", methods=["GET", "POST"])
def apply(programme: str) -> Answer:
    form = ApplicationForm()
    recruitment = _recruiting(programme, also_closed=form.is_submitted())
    form.offer(queries.cohorts_of(recruitment.programme), queries.organisations())
    if not form.is_submitted():
        form.renew_key()
        form.show_all()
        return _form(form, recruitment)
    try:
        if form.validate():
            return _apply(form, recruitment.programme)
        error, status = None, 422
    except CopError as refused:
        error, status = refused, web.explain(form, refused)
    form.renew_key(error)
    return _form(form, recruitment), status


def _apply(form: ApplicationForm, programme: Programme) -> Response:
    commands.apply(
        programme_id=programme.id,
        cohort_id=form.cohort.data,
        applicant=form.applicant(),
        key=form.sent_key(),
        address=request.remote_addr,
    )
    flash(SENT, "good")
    return redirect(url_for("accounts.programmes"), 303)


def _recruiting(slug: str, *, also_closed: bool) -> Recruitment:
    """What is asked; where it is closed meanwhile the form comes back, and says so."""
    recruitment = queries.recruitment(slug)
    if recruitment is None or not (recruitment.is_open or also_closed):
        raise NotFound("There is no such programme, or nobody can apply to it at the moment.")
    return recruitment


def _form(form: ApplicationForm, recruitment: Recruitment) -> str:
    return render_template("accounts/apply.html", form=form, recruitment=recruitment)


@blueprint.get("/applications/<token>")
@secret
def application(token: str) -> Answer:
    return _shown(token, AnswerForm(formdata=None))


@blueprint.post("/applications/<token>/confirmation")
@secret
def confirm_application(token: str) -> Answer:
    """A press of a button: programmes that look at links in letters confirm nothing."""
    try:
        found = commands.confirm_application(token=token)
    except NotFound as error:
        return show_dead(error, again=url_for("accounts.programmes"))
    return _back(token, CONFIRMED if found.is_open() else "This was decided or withdrawn meanwhile.")


@blueprint.post("/applications/<token>/answer")
@secret
def answer_question(token: str) -> Answer:
    form = AnswerForm()
    try:
        commands.answer_question(token=token, answer=form.answer.data or "")
    except NotFound as error:
        return show_dead(error, again=url_for("accounts.programmes"))
    except CopError as error:
        status = web.explain(form, error)
        return _shown(token, form)[0], status
    return _back(token, "Sent. You get an e-mail when it is decided.")


@blueprint.post("/applications/<token>/withdrawal")
@secret
def withdraw_application(token: str) -> Answer:
    try:
        commands.withdraw_application(token=token)
    except NotFound as error:
        return show_dead(error, again=url_for("accounts.programmes"))
    return _back(token, "Withdrawn. Nobody decides about it any more.")


def _back(token: str, said: str) -> Response:
    flash(said, "good")
    return redirect(url_for("accounts.application", token=token), 303)


def _shown(token: str, form: AnswerForm) -> tuple[str, int]:
    try:
        found = commands.application_of(token)
    except NotFound as error:
        return show_dead(error, again=url_for("accounts.programmes"))
    return render_template("accounts/application.html", application=found, link=token, form=form), 200
