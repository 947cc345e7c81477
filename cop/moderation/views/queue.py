"""The queue: what waits for me, oldest first."""

from collections.abc import Sequence

from flask import render_template
from flask_login import login_required

from cop import web
from cop.errors import NotFound
from cop.models import Ground, Space, SpaceKind
from cop.moderation import commands, queries
from cop.moderation.forms import TogetherForm
from cop.moderation.views.routes import blueprint, remembered
from cop.web import asked


@blueprint.get("/moderation")
@login_required
def queue() -> str:
    return show_queue()


def show_queue(*, together: TogetherForm | None = None, chosen: Sequence[str] = ()) -> str:
    """The page, or for htmx its items; with the form of several decisions as it comes back, and what was chosen."""
    actor = web.actor()
    desks = queries.desks(actor)
    if not (desks or actor.runs_network):
        raise NotFound("You don't moderate a space, so nothing waits for you here.")
    space = _chosen(desks, asked.only("space") or "")
    after = asked.whole(asked.only("after") or "0")
    decided = queries.own_decisions(actor, remembered())
    return render_template(
        "moderation/items.html" if asked.is_fragment() else "moderation/queue.html",
        page=queries.queue(actor, space_id=space.id if space else None, after=after),
        desks=desks,
        space=None,
        chosen=space,
        after=after,
        decided=[each for each in decided if commands.is_undoable(each)],
        together=together or TogetherForm(formdata=None, ground=Ground.OFF_TOPIC.value),
        ticked=set(chosen),
        # as policy.can_see_inspections has it, whose query the desks have answered already
        sees_inspections=actor.runs_network or any(desk.space.kind is SpaceKind.NETWORK for desk in desks),
        inspections=queries.inspections_waiting(actor),
        is_fragment=asked.is_fragment(),
    )


def _chosen(desks: list[queries.Desk], slug: str) -> Space | None:
    """The space that the queue is narrowed to; one that is not mine is not there."""
    if not slug:
        return None
    for desk in desks:
        if desk.space.slug == slug:
            return desk.space
    raise NotFound
