"""Asking people to accept what was published since they last did.

This is a question, and no permission: nothing that anybody may do depends on the answer, and no command knows of it.
So it may stand in front of pages, which permission may not (design.md rule 1).
"""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.statements import commands, queries
from cop.statements.forms import AcceptForm
from cop.statements.views.addresses import blueprint
from cop.web import Answer, asked

OPEN = ("/me", "/sign-in", "/help")
"""What is always open, with all below it: what is one's own, as are a copy of it and the way out; the ways in, some of
which come back from elsewhere; help.
"""

SECRET = "token"  # noqa: S105 - what addresses call it
"""An address with one is a secret that came in a letter: no other carries it on."""


@blueprint.before_app_request
def ask_first() -> Response | None:
    """Before a whole page, ask whoever has yet to accept something. What is sent, pieces of pages and sockets go
    through, so that no work is lost.
    """
    if not _is_page() or _is_unasked() or not _must_accept():
        return None
    return redirect(url_for("statements.accept", next=web.here()), 303)


def _is_page() -> bool:
    """Whether a browser asks for something to be shown by itself; one that is too old to say so is believed."""
    is_document = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    return request.method == "GET" and is_document and not asked.is_fragment()


def _is_unasked() -> bool:
    """Files of ours, which belong to no part of the site, statements themselves, and what is always open."""
    is_open = any(f"{request.path}/".startswith(f"{each}/") for each in OPEN)
    return is_open or request.blueprint in {None, blueprint.name} or SECRET in (request.view_args or {})


def _must_accept() -> bool:
    return bool(current_user.is_authenticated and current_user.must_accept)


@blueprint.get("/accept")
@login_required
def accept() -> str:
    return _show(AcceptForm(formdata=None))


@blueprint.post("/accept")
@login_required
def note_acceptance() -> Answer:
    form = AcceptForm()
    return _accept(form) if form.validate() else (_show(form), 422)


def _accept(form: AcceptForm) -> Response:
    commands.accept(actor_id=current_user.id, up_to=form.up_to())
    flash("Thank you. That is noted.", "good")
    target = request.args.get("next")
    return redirect(target if target and web.is_safe_target(target) else url_for("shell.home"), 303)


def _show(form: AcceptForm) -> str:
    """What is asked, as it stands now; where nothing is, what was accepted when."""
    questions, newest = queries.questions_for(current_user.id)
    form.accepted.data = str(newest)
    return render_template(
        "statements/accept.html",
        form=form,
        questions=questions,
        accepted={} if questions else queries.accepted_by(current_user.id),
    )
