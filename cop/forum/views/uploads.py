"""Sending a file in pieces: whoever is cut off asks how far it has come, and goes on from there.

`POST` with the next bytes as the body, and `Upload-Offset`, `Upload-Length` and `Upload-Name` (percent-encoded) as
headers, in the manner of tus; the answer is JSON. What may hold an identifier of a patient is kept once a further
piece, which may be empty, comes with `Upload-Confirmed: yes`. The key is the sender's: the same key is the same file,
for ever.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from flask import Response, jsonify, render_template, request
from flask_login import current_user, login_required
from werkzeug.exceptions import BadRequest

from cop import files, guarding, jobs, policy, storage, web
from cop.errors import Conflict, CopError, Doubtful, Invalid, NotFound, TooLarge
from cop.forum import commands
from cop.forum.commands.attaching import NOT_A_WRITER, POSTED
from cop.forum.commands.quotas import Quotas, shown
from cop.forum.views.addresses import blueprint
from cop.models import Attachment, Space
from cop.models.states import is_key
from cop.web import asked

BEGUN_AT_MOST = 3
"""So many of the largest files may somebody have on the way at once."""

Answer = Response | tuple[Response, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes from `offset` on of a file that is called `name` and has `total`."""

    content: bytes
    offset: int
    total: int
    name: str

    @classmethod
    def sent(cls) -> "Piece":
        """What this request brings; a bad request where it says it in no way of ours."""
        offset, total = (
            asked.whole(request.headers.get(f"Upload-{word}", "")) for word in ("Offset", "Length")
        )
        name = files.clean_name(unquote(request.headers.get("Upload-Name", "")))
        piece = cls(request.get_data(cache=False), offset, total, name)
        if offset + len(piece.content) > total:
            raise BadRequest
        return piece


@blueprint.get("/spaces/<slug>/uploads/<key>")
@login_required
def upload_state(slug: str, key: str) -> Answer:
    """How far it has come; the file's row once it is whole."""
    here = _place(slug, key)
    return _answered(
        lambda: _finished(here, key) or jsonify(offset=storage.incoming().offset(current_user.id, key)), key
    )


@blueprint.post("/spaces/<slug>/uploads/<key>")
@login_required
def upload(slug: str, key: str) -> Answer:
    """Take the next piece; with the last the file is looked through and kept."""
    here = _place(slug, key)
    piece = Piece.sent()
    return _answered(lambda: _finished(here, key) or _take(here, key, piece), key)


def _place(slug: str, key: str) -> Space:
    here = web.space(slug)
    policy.require(policy.can_attach(web.actor(), here), NOT_A_WRITER)
    if not is_key(key):
        raise BadRequest
    return here


def _finished(here: Space, key: str) -> Response | None:
    """What was sent whole; what its sender sent to another space is not found below this one."""
    done = commands.sent_under(current_user.id, key)
    if done is None:
        return None
    if done.space_id != here.id:
        raise NotFound
    if done.post_id is not None:
        raise Conflict(POSTED)
    return _row(done)


def _take(here: Space, key: str, piece: Piece) -> Response:
    owner, quotas, incoming = current_user.id, Quotas.of(jobs.settings()), storage.incoming()
    sender = {"actor_id": owner, "space_id": here.id, "name": piece.name, "quotas": quotas}
    commands.may_attach(size=piece.total, **sender)
    if incoming.total(owner) + len(piece.content) > BEGUN_AT_MOST * quotas.file:
        raise TooLarge(
            f"Others of your files are still on the way, {shown(incoming.total(owner))} so far. Wait for them."
        )
    come = incoming.append(owner, key, piece.content, offset=piece.offset)
    if come < piece.total:
        return jsonify(offset=come)
    try:
        with guarding.confirming(request.headers.get("Upload-Confirmed") == "yes"):
            attached = commands.attach(source=incoming.path(owner, key), key=key, **sender)
    except Doubtful:  # the bytes wait for their sender's word
        raise
    except (
        Invalid,
        TooLarge,
    ):  # the same bytes would be refused again; after any other refusal they may be kept later
        incoming.drop(owner, key)
        raise
    incoming.drop(owner, key)
    return _row(attached)


def _row(attached: Attachment) -> Response:
    """The file as the composer lists it."""
    return jsonify(id=attached.id, html=render_template("forum/attached.html", each=attached, described=""))


def _answered(work: Callable[[], Response], key: str) -> Answer:
    """What `work` answers, or its refusal in words, with how far the file has come."""
    try:
        return work()
    except CopError as error:
        come = storage.incoming().offset(current_user.id, key)
        refusal = {"code": error.code, "message": error.message, "field": error.field}
        return jsonify(error=refusal, offset=come), error.status
