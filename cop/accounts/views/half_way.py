"""The other half of signing in, for whoever has given their password: a second step, or setting one up."""

from collections.abc import Callable
from functools import wraps

from flask import Response as Plain
from flask import flash, make_response, redirect, render_template, session
from flask_login import current_user
from flask_wtf import FlaskForm

from cop import web
from cop.accounts import commands, queries
from cop.accounts.commands import Purpose, SignedIn
from cop.accounts.forms import CodeForm, NameForm, PasskeyForm, ShownForm
from cop.accounts.views import browsers
from cop.accounts.views.blueprint import blueprint
from cop.accounts.views.second_steps import show_codes, shown
from cop.accounts.views.targets import onward, target
from cop.errors import CopError, NotFound
from cop.models import Person
from cop.web import Answer

View = Callable[[str, Person], Answer]


def half_way(whose: Callable[[str], Person]) -> Callable[[View], Callable[[], Answer]]:
    """Give a view the token of who has given their password, and who they are; ask everybody else for theirs."""

    def asking(view: View) -> Callable[[], Answer]:
        @wraps(view)
        def shown() -> Answer:
            token = session.get(browsers.HALF_WAY)
            if current_user.is_authenticated or not isinstance(token, str):
                return redirect(onward("accounts.sign_in"), 303)
            try:
                return view(token, whose(token))
            except NotFound as error:
                session.pop(browsers.HALF_WAY)
                flash(error.message, "needs")
                return redirect(onward("accounts.sign_in"), 303)

        return shown

    return asking


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@half_way(commands.whose)
def second_step(token: str, person: Person) -> Answer:
    if not queries.has_second_step(person.id):
        return redirect(onward("accounts.first_factor"), 303)
    form, status = CodeForm(), 200
    if form.is_submitted():
        try:
            code = form.code.data or ""
            return _enter(commands.take_second_step(token=token, code=code, **browsers.about()))
        except CopError as error:
            status = _explain(form, error)
    return _second_step(person, form, PasskeyForm(formdata=None)), status


@blueprint.get("/sign-in/code/passkey")
@half_way(commands.whose)
def passkey_as_second_step(_token: str, person: Person) -> Plain:
    asked = commands.ask_to_use(Purpose.SECOND_STEP, browser=browsers.mark(), person_id=person.id)
    return browsers.given(asked)


@blueprint.post("/sign-in/code/passkey")
@half_way(commands.whose)
def second_step_by_passkey(token: str, person: Person) -> Answer:
    form = PasskeyForm()
    try:
        answered = browsers.answer(form)
        signed_in = commands.take_second_step_by_passkey(token=token, answered=answered, **browsers.about())
    except CopError as error:
        status = _explain(form, error)
        return _second_step(person, CodeForm(formdata=None), form), status
    return _enter(signed_in)


def _explain(form: FlaskForm, error: CopError) -> int:
    """Beside the field that it is about; that somebody is half way no more, `half_way` says on the page before."""
    if isinstance(error, NotFound):
        raise error
    return web.explain(form, error)


def _second_step(person: Person, form: CodeForm, passkey: PasskeyForm) -> str:
    return render_template(
        "accounts/second_step.html",
        form=form,
        passkey=passkey,
        shows_codes=queries.authenticator_of(person.id) is not None,
        has_passkeys=bool(queries.passkeys_of(person.id)),
    )


def _enter(signed_in: SignedIn) -> Answer:
    return browsers.enter(redirect(target(), 303), signed_in)


@blueprint.route("/sign-in/second-step", methods=["GET", "POST"])
@half_way(commands.whose_first)
def first_factor(token: str, person: Person) -> Answer:
    """For who looks after others, where that asks for a second step: nothing else opens before there is one."""
    form, status = ShownForm(), 200
    if form.is_submitted():
        try:
            said = {"shown": form.token.data or "", "code": form.code.data or ""}
            return _begin(commands.set_up_half_way(token=token, **said, **browsers.about()))
        except CopError as error:
            status = _explain(form, error)
    return _first_factor(person, form, NameForm(formdata=None)), status


@blueprint.get("/sign-in/second-step/passkey")
@half_way(commands.whose_first)
def passkey_as_first_factor(_token: str, person: Person) -> Plain:
    return browsers.given(commands.ask_to_make(person_id=person.id, browser=browsers.mark()))


@blueprint.post("/sign-in/second-step/passkey")
@half_way(commands.whose_first)
def first_passkey(token: str, person: Person) -> Answer:
    form = NameForm()
    try:
        name, answered = form.name.data or "", browsers.answer(form)
        return _begin(
            commands.add_passkey_half_way(token=token, name=name, answered=answered, **browsers.about())
        )
    except CopError as error:
        status = _explain(form, error)
    return _first_factor(person, ShownForm(formdata=None), form), status


def _first_factor(person: Person, form: ShownForm, passkey: NameForm) -> str:
    secret, picture = shown(form, person.id, account=person.email)
    return render_template(
        "accounts/first_factor.html", form=form, passkey=passkey, secret=secret, picture=picture
    )


def _begin(begun: tuple[SignedIn, list[str]]) -> Answer:
    """They are signed in with the page that shows the codes."""
    signed_in, given = begun
    return browsers.enter(make_response(show_codes(given, onward=target())), signed_in)
