"""Bringing people in by a list: sent in, looked at, and then sent out."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.accounts import commands, queries
from cop.accounts.commands.wave_files import COLUMNS, EXAMPLE, MOST_LINES
from cop.accounts.forms import WaveForm
from cop.accounts.views.blueprint import blueprint
from cop.errors import CopError, NotFound
from cop.models import Fate, Wave, WaveRow
from cop.web import Answer, asked
from cop.web.sheets import sheet

A_DAY = timedelta(days=1)
"""How long after the page of lists was opened one is taken in: a file can't be given back to be sent again. Nobody is
invited by that.
"""


@blueprint.get("/waves")
@login_required
@web.proved
def waves() -> str:
    _require()
    return _page(WaveForm(formdata=None))


@blueprint.post("/waves")
@login_required
@web.proved_within(A_DAY)
def upload_wave() -> Answer:
    _require()
    form = WaveForm()
    if not form.validate():
        return _page(form), 422
    sent = form.file.data
    try:
        wave = commands.upload_wave(actor_id=current_user.id, name=sent.filename or "", data=sent.read())
    except CopError as error:
        status = web.explain(form, error)
        return _page(form), status
    return redirect(url_for("accounts.wave", wave_id=wave.id), 303)


def _page(form: WaveForm) -> str:
    found = queries.waves()
    return render_template(
        "accounts/waves.html",
        form=form,
        waves=found,
        figures=queries.figures([each.id for each in found]),
        gaps=queries.pairs_with_a_gap(),
        most=MOST_LINES,
    )


@blueprint.get("/waves/example.csv")
@login_required
def example_wave() -> Response:
    _require()
    return sheet("people.csv", COLUMNS, EXAMPLE)


@blueprint.get("/waves/<int:wave_id>")
@login_required
def wave(wave_id: int) -> str:
    """The list with what came of its lines; for htmx, while it is being sent, how far it has come."""
    found = _found(wave_id)
    figures = queries.figures([found.id])[found.id]
    fates = [fate for fate in queries.IN_ORDER if figures.of(fate)]
    chosen = asked.only("show")
    fate = Fate(chosen) if chosen in fates else fates[0]
    rows, rest = queries.lines(found.id, fate, after=asked.whole(asked.only("after") or "0"))
    template = "accounts/_wave.html" if asked.is_fragment() else "accounts/wave.html"
    return render_template(
        template, wave=found, figures=figures, fates=fates, shown=fate, rows=rows, rest=rest
    )


@blueprint.get("/waves/<int:wave_id>/problems.csv")
@login_required
@web.proved
def wave_problems(wave_id: int) -> Response:
    """What could not be sent, to be put right and sent again."""
    rows = queries.bad_lines(_found(wave_id).id)
    return sheet(f"problems-{wave_id}.csv", (*COLUMNS, "What is wrong"), map(_cells, rows))


def _cells(row: WaveRow) -> tuple[str, ...]:
    line = row.line
    return (
        line.name, line.email, line.organisation, line.role, line.cohort, line.set_name, line.pair, line.sponsor,
        row.said,
    )  # fmt: skip


@blueprint.post("/waves/<int:wave_id>/sending")
@login_required
@web.proved
def send_wave(wave_id: int) -> Response:
    commands.send_wave(actor_id=current_user.id, wave_id=wave_id)
    return redirect(url_for("accounts.wave", wave_id=wave_id), 303)


@blueprint.post("/waves/<int:wave_id>/reminders")
@login_required
@web.proved
def remind_wave(wave_id: int) -> Response:
    number = commands.remind_wave(actor_id=current_user.id, wave_id=wave_id)
    told = "1 person is reminded." if number == 1 else f"{number} people are reminded."
    flash(told if number else "Everybody has come, or had a letter in the last two days.", "good")
    return redirect(url_for("accounts.wave", wave_id=wave_id), 303)


@blueprint.post("/waves/<int:wave_id>/removal")
@login_required
@web.proved
def drop_wave(wave_id: int) -> Response:
    commands.drop_wave(actor_id=current_user.id, wave_id=wave_id)
    flash("The list is forgotten. Invitations that were sent are not withdrawn by that.", "good")
    return redirect(url_for("accounts.waves"), 303)


def _require() -> None:
    """Whoever brings nobody in by lists finds no such page."""
    if not policy.can_bring_waves(web.actor()):
        raise NotFound


def _found(wave_id: int) -> Wave:
    _require()
    found: Wave = web.found(queries.wave(wave_id))
    return found
