"""The search page: what was written anywhere and by whom, for a plain form and while somebody types."""

from flask import render_template, request
from flask_login import current_user, login_required

from cop import web
from cop.allowances import Allowances
from cop.errors import NotFound, TooFast
from cop.search import queries
from cop.search.queries import MOST, PAGE, Finding, Result
from cop.shell import navigation
from cop.shell.forms import FIELDS, SearchForm
from cop.shell.views import blueprint
from cop.web import asked

searches = Allowances(60, a_second=2)
"""Of each person, on one process: somebody who types asks once in a while, a script all the time."""


@blueprint.get("/search")
@login_required
def search() -> str:
    """What answers the question; while it is typed the script wants the list alone."""
    filters = {name: word for name in FIELDS if (word := asked.only(name))}
    page = asked.number("page") or 1
    form = SearchForm(request.args).offer(navigation.here().rows)
    finding = _found(form) if form.validate() else Finding()
    last = max(1, -(-finding.count // PAGE))
    if page > last:
        raise NotFound
    kind = form.kind.data or ""
    written, people = queries.results(finding, page=page, kind=kind)
    return render_template(
        "shell/_found.html" if _is_typing() else "shell/search.html",
        form=form,
        finding=finding,
        written=written,
        people=people,
        guesses=_guesses([*people, *written]) if finding.is_guessed else [],
        most=MOST,
        page=page,
        last=last,
        filters=filters,
        is_open=any(filters.get(name) for name in FIELDS[1:]),
    )


def _found(form: SearchForm) -> Finding:
    question = form.question()
    if not question.words:
        return Finding()
    if not searches.of(current_user.id).take():
        raise TooFast("That was a lot of searching at once. Wait a few seconds, then search again.")
    return queries.find(web.actor(), question)


def _guesses(shown: list[Result]) -> list[str]:
    """What was taken for what was typed, as it stands in what is shown: never out of the table of all words (S22)."""
    return list(dict.fromkeys(word.lower() for each in shown for word in each.hits))[:5]


def _is_typing() -> bool:
    """Whether a part of the page will do. Who comes back to the page by the browser's own way wants all of it."""
    return asked.is_fragment() and "HX-History-Restore-Request" not in request.headers
