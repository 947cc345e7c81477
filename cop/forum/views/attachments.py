"""A file as whoever may read its post gets it. That is asked at each download (S16), and nothing of it runs here."""

from typing import BinaryIO
from urllib.parse import quote

from flask import Response, flash, redirect, request, url_for
from flask_login import current_user, login_required
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wsgi import wrap_file

from cop import storage, web
from cop.errors import NotFound
from cop.forum import commands, queries
from cop.forum.views.addresses import blueprint
from cop.models import Attachment

SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Whatever a browser makes of it: no script, no form, nothing of this site's, nothing from elsewhere."""

ASKED_ANEW = "private, no-cache"
"""A browser may keep a picture, and asks each time whether it still may show it."""

PLAIN = "!#$&+-.^_`|~"


@blueprint.get("/attachments/<int:attachment_id>")
@login_required
def attachment(attachment_id: int) -> Response:
    """The file. Only pictures, which were drawn anew here, are shown; all else is saved."""
    file = _attachment(attachment_id)
    response = _sent(storage.store().open(file.stored), media=file.media, etag=file.digest)
    return _called(response, file)


@blueprint.get("/attachments/<int:attachment_id>/thumbnail")
@login_required
def thumbnail(attachment_id: int) -> Response:
    file = _attachment(attachment_id)
    if not file.is_picture:
        raise NotFound
    small = storage.store().open(storage.small(file.stored))
    return _called(_sent(small, media="image/webp", etag=f"{file.digest}-small"), file)


@blueprint.post("/attachments/<int:attachment_id>/removal")
@login_required
def leave_out(attachment_id: int) -> web.Answer:
    """Take a file back before it is posted, or out of a post; from there it is back to where the post is edited."""
    file = commands.leave_out(actor_id=current_user.id, attachment_id=attachment_id)
    if file.post_id is None:
        return "", 204
    flash(f"{file.name} is taken out of your post.", "good")
    return redirect(url_for("forum.edit_page", post_id=file.post_id), 303)


def _attachment(attachment_id: int) -> Attachment:
    found: Attachment = web.found(queries.attachment_in(web.actor(), attachment_id))
    return found


def _sent(file: BinaryIO, *, media: str, etag: str) -> Response:
    """The bytes, or the part of them that was asked for, or that they are what the browser has."""
    size = file.seek(0, 2)
    file.seek(0)
    response = Response(wrap_file(request.environ, file), content_type=media, direct_passthrough=True)
    response.content_length = size
    response.set_etag(etag)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.call_on_close(file.close)
    try:
        response.make_conditional(request, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        file.close()
        raise
    return response


def _called(response: Response, file: Attachment) -> Response:
    """With the name that its author gave it (RFC 6266 and 5987)."""
    how = "inline" if file.is_picture else "attachment"
    plain = (
        file.name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    )
    response.headers["Content-Disposition"] = (
        f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe=PLAIN)}"
    )
    if file.is_picture:
        response.headers["Cache-Control"] = ASKED_ANEW
    return response
