"""The forum tab of a space."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from cop import web
from cop.forum import commands, queries
from cop.forum.commands.writing import NOT_A_WRITER
from cop.forum.queries import Cursor
from cop.forum.views.addresses import blueprint
from cop.models import SpaceKind
from cop.web import asked


@blueprint.get("/spaces/<slug>")
@login_required
def space(slug: str) -> str | Response:
    """Topics, pinned first, then by activity. A conversation of a few has no forum: it is its room."""
    here = web.space(slug)
    if here.kind is SpaceKind.DIRECT:
        return redirect(url_for("chat.room", slug=slug), 303)
    before, after = _cursor("before"), _cursor("after")
    if before and after:
        raise BadRequest
    reader = queries.reader_of(web.actor(), here)
    listing = queries.listing(web.actor(), here, reader, before=before, after=after)
    if after and listing.newer is None:
        return redirect(url_for("forum.space", slug=slug))
    return render_template(
        "forum/space.html",
        space=here,
        reader=reader,
        listing=listing,
        is_first=before is None and after is None,
        why_not=NOT_A_WRITER,
    )


def _cursor(name: str) -> Cursor | None:
    """The place in the listing that the query names; anything else than we print is a bad request."""
    word = asked.only(name)
    if word is None:
        return None
    parts = word.split(".")
    if len(parts) != 3:
        raise BadRequest
    is_pinned, activity, topic_id = map(asked.whole, parts)
    return Cursor(bool(is_pinned), activity, topic_id)


@blueprint.post("/spaces/<slug>/reading")
@login_required
def read_space(slug: str) -> Response:
    """Mark all as read that was there when the page was made."""
    here = web.space(slug)
    upto = asked.whole(request.form.get("upto", ""))
    commands.mark_space_read(actor_id=current_user.id, space_id=here.id, upto=upto)
    return redirect(url_for("forum.space", slug=slug), 303)
