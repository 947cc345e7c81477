"""The queue: what waits for me, oldest first."""

from flask import render_template
from flask_login import login_required

from cop import web
from cop.errors import NotFound
from cop.models import AppointmentRole, Space
from cop.moderation import commands, queries
from cop.moderation.views.routes import blueprint, remembered
from cop.web import asked


@blueprint.get("/moderation")
@login_required
def queue() -> str:
    actor = web.actor()
    desks = queries.desks(actor)
    if not desks and not actor.has(AppointmentRole.STEWARD):
        raise NotFound("You don't moderate a space, so nothing waits for you here.")
    space = _chosen(desks, asked.only("space") or "")
    after = asked.whole(asked.only("after") or "0")
    decided = None if asked.is_fragment() else queries.decision(actor, remembered())
    return render_template(
        "moderation/items.html" if asked.is_fragment() else "moderation/queue.html",
        page=queries.queue(actor, space_id=space.id if space else None, after=after),
        desks=desks,
        space=None,
        chosen=space,
        after=after,
        decided=decided if decided and commands.is_undoable(decided) else None,
    )


def _chosen(desks: list[queries.Desk], slug: str) -> Space | None:
    """The space that the queue is narrowed to; one that is not mine is not there."""
    if not slug:
        return None
    for desk in desks:
        if desk.space.slug == slug:
            return desk.space
    raise NotFound
