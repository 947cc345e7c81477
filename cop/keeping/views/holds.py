"""Legal holds: those that stand and stood, placing one, and lifting it."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import policy, web
from cop.errors import NotFound
from cop.keeping import commands, queries
from cop.keeping.forms import SCOPE_HINTS, HoldForm, LiftForm
from cop.keeping.views.blueprint import blueprint
from cop.models import Hold
from cop.web import Answer, asked


@blueprint.get("/holds")
@login_required
def holds() -> str:
    _require()
    return render_template("keeping/holds.html", holds=queries.holds(web.actor()))


@blueprint.get("/holds/new")
@login_required
def new_hold() -> str:
    _require()
    return _new(_offer(HoldForm(formdata=None, scope=None)))


@blueprint.post("/holds/new")
@login_required
@web.proved
def place_hold() -> Answer:
    _require()
    form = _offer(HoldForm())
    status = web.refused(
        form,
        lambda: commands.place_hold(
            actor_id=current_user.id,
            reference=form.reference.data or "",
            reason=form.reason.data or "",
            **form.on(),
        ),
    )
    if status:
        return _new(form), status
    flash("The hold stands. Nothing of it goes from now on.", "good")
    return redirect(url_for("keeping.holds"), 303)


@blueprint.get("/holds/<int:hold_id>")
@login_required
def hold(hold_id: int) -> str:
    return _page(hold_id, LiftForm(formdata=None))


@blueprint.post("/holds/<int:hold_id>/lifting")
@login_required
@web.proved
def lift_hold(hold_id: int) -> Answer:
    form = LiftForm()
    status = web.refused(
        form,
        lambda: commands.lift_hold(actor_id=current_user.id, hold_id=hold_id, reason=form.reason.data or ""),
    )
    if status:
        return _page(hold_id, form), status
    flash("Lifted. What is due goes within the hour.", "good")
    return redirect(url_for("keeping.holds"), 303)


def _new(form: HoldForm) -> str:
    return render_template("keeping/new_hold.html", form=form, name=asked.name(), hints=SCOPE_HINTS)


def _offer(form: HoldForm) -> HoldForm:
    actor = web.actor()
    return form.offer(queries.found_people(actor, name=asked.name()), queries.spaces_to_hold(actor))


def _page(hold_id: int, form: LiftForm) -> str:
    """For who may know of it."""
    found: Hold = web.found(queries.hold(web.actor(), hold_id))
    return render_template("keeping/hold.html", hold=found, form=form)


def _require() -> None:
    if not policy.can_place_holds(web.actor()):
        raise NotFound
