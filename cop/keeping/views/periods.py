"""Figures of what would go and of what went, and the choice of a period, with a look at what that would do."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import policy, web
from cop.errors import CopError, NotFound
from cop.keeping import commands, queries
from cop.keeping.commands.periods import require_within
from cop.keeping.forms import DaysForm
from cop.keeping.views.blueprint import blueprint
from cop.models import KeepingRun, Kept
from cop.models.keeping import DAY, SCHEDULE
from cop.models.keeping_rows import period_of, periods
from cop.web import Answer
from cop.web.forms import hidden_number


@blueprint.get("/retention")
@login_required
def retention() -> str:
    _require()
    return render_template(
        "keeping/retention.html",
        schedule=SCHEDULE,
        periods=periods(),
        going=queries.would_go(),
        runs=KeepingRun.latest(),
    )


@blueprint.get("/retention/<kind>")
@login_required
def period(kind: str) -> str:
    which = _found(kind)
    return _page(which, DaysForm(formdata=None, days=period_of(which) // DAY))


@blueprint.post("/retention/<kind>")
@login_required
@web.proved
def set_period(kind: str) -> Answer:
    """Saved at once where nothing would go by it; where something would, once that was shown and said again."""
    which, form = _found(kind), DaysForm()
    try:
        if form.look.data and form.days.validate(form):
            require_within(SCHEDULE[which], form.number)
            return _page(which, form, asked=form.number)
        if form.look.data or not form.validate():
            return _page(which, form), 422
        if _is_to_be_confirmed(which, form):
            return _page(which, form, asked=form.number)
        commands.set_days(
            actor_id=current_user.id,
            kind=which,
            days=form.number,
            reason=form.reason.data or "",
            seen=hidden_number(form.seen.data),
        )
    except CopError as error:
        status = web.explain(form, error)
        return _page(which, form), status
    flash("Saved. It is in the log.", "good")
    return redirect(url_for("keeping.retention"), 303)


def _is_to_be_confirmed(kind: Kept, form: DaysForm) -> bool:
    """Whether more would go than goes anyway, and nobody has said yes to these days."""
    days = form.number
    require_within(SCHEDULE[kind], days)
    is_shorter = days * DAY < period_of(kind)
    was_shown = hidden_number(form.agreed.data) == days
    return is_shorter and not was_shown and queries.would_go_of(kind, days * DAY) > 0


def _page(kind: Kept, form: DaysForm, *, asked: int | None = None) -> str:
    """With what would go if it were kept for as many days as `asked`."""
    now = period_of(kind)
    return render_template(
        "keeping/period.html",
        kind=kind,
        rule=SCHEDULE[kind],
        period=now,
        form=form,
        asked=asked,
        going=queries.would_go_of(kind, now),
        would_go=queries.would_go_of(kind, asked * DAY) if asked else 0,
        is_to_be_confirmed=asked is not None and not form.look.data,
        seen=now // DAY,
    )


def _found(word: str) -> Kept:
    """A kind whose period is chosen."""
    _require()
    if word not in set(Kept) or not SCHEDULE[Kept(word)].can_be_set:
        raise NotFound
    return Kept(word)


def _require() -> None:
    if not policy.can_set_retention(web.actor()):
        raise NotFound
