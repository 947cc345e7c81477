"""The forum tab of a space."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from cop import web
from cop.forum import commands, queries
from cop.forum.commands.writing import NOT_A_WRITER
from cop.forum.queries import Cursor, Filter, Row, Show
from cop.forum.views.addresses import blueprint
from cop.models import Space, SpaceKind, Tag
from cop.web import asked
from cop.web.pieces import Piece


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
    reader, tag = queries.reader_of(web.actor(), here), _tag(here)
    only = Filter(_show(), tag.id if tag else None)
    listing = queries.listing(web.actor(), here, reader, before=before, after=after, only=only)
    if after and listing.newer is None:
        return redirect(url_for("forum.space", slug=slug, **_asked_for(only)))
    return render_template(
        "forum/space.html",
        space=here,
        reader=reader,
        listing=listing,
        listed=_listed,
        is_first=before is None and after is None and only.is_whole,
        only=only,
        asked_for=_asked_for(only),
        tag=tag,
        why_not=NOT_A_WRITER,
    )


def _listed(rows: Iterable[Row]) -> Piece:
    """The rows as their list shows them."""
    item = partial(web.piece, "forum/_topic_item.html")
    return Piece(
        "".join([item(topic=row.entry, is_unread=row.is_unread, is_muted=row.is_muted) for row in rows])
    )


def _show() -> Show:
    """Which topics the query asks for; a word that is none of ours is a bad request."""
    word = asked.only("show")
    try:
        return Show(word or Show.CURRENT)
    except ValueError:
        raise BadRequest from None


def _tag(here: Space) -> Tag | None:
    """The tag that the query asks for; NotFound where it is in the list of another space, or of none."""
    tag_id = asked.number("tag")
    return None if tag_id is None else web.found(queries.tag_in(here, tag_id))


def _asked_for(only: Filter) -> dict[str, Any]:
    """The part of an address that asks for the same topics."""
    shown: dict[str, Any] = {} if only.show is Show.CURRENT else {"show": only.show.value}
    return shown if only.tag_id is None else shown | {"tag": only.tag_id}


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
