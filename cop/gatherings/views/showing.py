"""The list of a space's visits and events, and one of them."""

from flask import render_template
from flask_login import current_user, login_required

from cop import web
from cop.gatherings import queries
from cop.gatherings.forms import INVITED, KINDS, SCOPES, NeedsForm, WriteUpForm
from cop.gatherings.views.blueprint import blueprint, found, space_here
from cop.models import Gathering, GatheringPlace


@blueprint.get("/gatherings")
@login_required
def gatherings() -> str:
    """Of all spaces where one reads them, and the ways to arrange one."""
    to_come, been = queries.of_all(web.actor())
    return render_template(
        "gatherings/all.html",
        to_come=to_come,
        been=been,
        kinds=KINDS,
        spaces=queries.spaces_to_arrange_in(web.actor()),
    )


@blueprint.get("/spaces/<slug>/gatherings")
@login_required
def of_space(slug: str) -> str:
    space = space_here(slug)
    to_come, been = queries.of_space(space)
    return render_template("gatherings/gatherings.html", space=space, to_come=to_come, been=been, kinds=KINDS)


@blueprint.get("/gatherings/<int:gathering_id>")
@login_required
def gathering(gathering_id: int) -> str:
    return show(found(gathering_id))


def show(shown: Gathering, *, needs: NeedsForm | None = None, write_up: WriteUpForm | None = None) -> str:
    """The page, with the forms on it as they were filled in."""
    actor = web.actor()
    coming, waiting = queries.places(shown)
    notes = queries.access_notes(actor, shown)
    mine = next((each for each in notes if each.person_id == current_user.id), None)
    fresh = NeedsForm(formdata=None, needs=mine.text if mine else "")
    if write_up is None:
        write_up = WriteUpForm(formdata=None)
        write_up.renew_key()
    return render_template(
        "gatherings/gathering.html",
        gathering=shown,
        place=GatheringPlace.of(current_user.id, shown.id),
        coming=coming,
        waiting=waiting,
        notes=notes if shown.organiser_id == current_user.id else [],
        my_needs=mine,
        needs=needs or fresh,
        write_up=write_up,
        outputs=queries.outputs(shown),
        write_ups=queries.write_ups(actor, shown),
        kinds=KINDS,
        scopes=SCOPES,
        invited=INVITED,
    )
