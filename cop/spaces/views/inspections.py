"""Reading a set for a day: who asks for it, who approves it, and each time that it was."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError, NotFound
from cop.models import Inspection
from cop.spaces import commands
from cop.spaces.forms import BASIS_HINTS, ApprovalForm, InspectionForm, RefusalForm
from cop.spaces.queries import inspections as found
from cop.spaces.views.blueprint import blueprint
from cop.web import Answer


@blueprint.get("/inspections")
@login_required
def inspections() -> str:
    actor = _require()
    return render_template("spaces/inspections.html", inspections=found.inspections(actor))


@blueprint.route("/inspections/new", methods=["GET", "POST"])
@login_required
@web.proved
def ask_inspection() -> Answer:
    form = InspectionForm().offer(found.inspectable(_require()))

    def show() -> str:
        return render_template("spaces/new_inspection.html", form=form, hints=BASIS_HINTS)

    if not form.is_submitted():
        return show()
    if not form.validate():
        return show(), 422
    try:
        asked = commands.ask_inspection(
            actor_id=current_user.id, space_id=form.space.data, sought=form.sought()
        )
    except CopError as error:
        status = web.explain(form, error)
        return show(), status
    flash("Asked. Whoever may approve it is written to; until then nothing is open.", "good")
    return redirect(url_for("spaces.inspection", inspection_id=asked.id), 303)


@blueprint.get("/inspections/<int:inspection_id>")
@login_required
def inspection(inspection_id: int) -> str:
    return _page(inspection_id)


@blueprint.post("/inspections/<int:inspection_id>/approval")
@login_required
@web.proved
def approve_inspection(inspection_id: int) -> Answer:
    return _answer(
        inspection_id,
        ApprovalForm(),
        lambda: commands.approve_inspection(actor_id=current_user.id, inspection_id=inspection_id),
        said="Approved. They can read the set from now on, for a day.",
    )


@blueprint.post("/inspections/<int:inspection_id>/refusal")
@login_required
@web.proved
def refuse_inspection(inspection_id: int) -> Answer:
    form = RefusalForm()
    return _answer(
        inspection_id,
        form,
        lambda: commands.refuse_inspection(
            actor_id=current_user.id, inspection_id=inspection_id, answer=form.answer.data or ""
        ),
        said="Refused. They are told why.",
    )


@blueprint.post("/inspections/<int:inspection_id>/ending")
@login_required
@web.proved
def end_inspection(inspection_id: int) -> Response:
    ended = commands.end_inspection(actor_id=current_user.id, inspection_id=inspection_id)
    flash("It is over." if ended.approved_at else "Taken back.", "good")
    return redirect(url_for("spaces.inspection", inspection_id=inspection_id), 303)


def _answer(
    inspection_id: int, form: ApprovalForm | RefusalForm, act: Callable[[], object], *, said: str
) -> Answer:
    status = web.refused(form, act)
    if status:
        return _page(inspection_id, form), status
    flash(said, "good")
    return redirect(url_for("spaces.inspection", inspection_id=inspection_id), 303)


def _page(inspection_id: int, form: ApprovalForm | RefusalForm | None = None) -> str:
    return render_template(
        "spaces/inspection.html",
        inspection=_found(inspection_id),
        approval=form if isinstance(form, ApprovalForm) else ApprovalForm(formdata=None),
        refusal=form if isinstance(form, RefusalForm) else RefusalForm(formdata=None),
    )


def _require() -> policy.Actor:
    actor = web.actor()
    if not policy.can_see_inspections(actor):
        raise NotFound
    return actor


def _found(inspection_id: int) -> Inspection:
    """For who may know of it; for whoever asked also once they run nothing any more."""
    known: Inspection = web.found(found.inspection(web.actor(), inspection_id))
    return known
