"""What a visit or an event has come to, and who comes to it from outside."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.gatherings import commands, queries
from cop.gatherings.commands.outcomes import KEEPERS
from cop.gatherings.forms import OutputForm, OutsiderForm
from cop.gatherings.views.blueprint import back, blueprint, found
from cop.models import Gathering
from cop.web import Answer


@blueprint.get("/gatherings/<int:gathering_id>/outcomes")
@login_required
def outcomes(gathering_id: int) -> str:
    """What its keepers write down: outputs, which its page lists, and people from outside, whom it does not."""
    return _page(_reported(gathering_id))


@blueprint.post("/gatherings/<int:gathering_id>/outputs")
@login_required
def add_output(gathering_id: int) -> Answer:
    shown, form = _reported(gathering_id), OutputForm()
    status = web.refused(
        form,
        lambda: commands.add_output(
            actor_id=current_user.id,
            gathering_id=gathering_id,
            title=form.title.data or "",
            address=form.address.data or "",
        ),
    )
    if status:
        return _page(shown, output=form), status
    flash("It stands on the page of the event.", "good")
    return back(gathering_id, "outputs")


@blueprint.post("/outputs/<int:output_id>/removal")
@login_required
def drop_output(output_id: int) -> Response:
    gathering_id = commands.drop_output(actor_id=current_user.id, output_id=output_id)
    flash("It is out, and no programme builds on it.", "good")
    return back(gathering_id, "outputs")


@blueprint.post("/gatherings/<int:gathering_id>/outsiders")
@login_required
def add_outsider(gathering_id: int) -> Answer:
    shown, form = _reported(gathering_id), OutsiderForm()
    status = web.refused(
        form,
        lambda: commands.add_outsider(
            actor_id=current_user.id,
            gathering_id=gathering_id,
            name=form.name.data or "",
            organisation=form.organisation.data or "",
        ),
    )
    if status:
        return _page(shown, outsider=form), status
    flash("They are on the list.", "good")
    return redirect(url_for("gatherings.outcomes", gathering_id=gathering_id), 303)


@blueprint.post("/outsiders/<int:outsider_id>/removal")
@login_required
def drop_outsider(outsider_id: int) -> Response:
    gathering_id = commands.drop_outsider(actor_id=current_user.id, outsider_id=outsider_id)
    flash("They are on the list no more.", "good")
    return redirect(url_for("gatherings.outcomes", gathering_id=gathering_id), 303)


def _reported(gathering_id: int) -> Gathering:
    gathering = found(gathering_id)
    policy.require(policy.can_report_of(web.actor(), gathering), KEEPERS)
    return gathering


def _page(shown: Gathering, *, output: OutputForm | None = None, outsider: OutsiderForm | None = None) -> str:
    return render_template(
        "gatherings/outcomes.html",
        gathering=shown,
        output=output or OutputForm(formdata=None),
        outsider=outsider or OutsiderForm(formdata=None),
        outputs=queries.outputs(shown),
        outsiders=queries.outsiders(web.actor(), shown),
    )
