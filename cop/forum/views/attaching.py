"""Files in the form of a post: sent before it by a script, or with it where none runs. A refusal keeps them all."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from flask import g, request
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from cop import jobs, storage, web
from cop.errors import Invalid
from cop.files import ALLOWED
from cop.forum import commands, queries
from cop.forum.commands.binding import LONGEST_DESCRIPTION, MOST_FILES, TOO_MANY
from cop.forum.commands.quotas import MB, Quotas
from cop.forum.views.addresses import blueprint
from cop.models import Attachment, Post, Space
from cop.models.attachments import load_onto
from cop.web import LONGEST_FORM, asked

TAKE_FILES = {"forum.reply", "forum.open_topic", "forum.edit"}
FILES_AT_ONCE = 2
"""A form without a script may bring so many of the largest files."""


@blueprint.url_value_preprocessor
def _let_files_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a form with files be as long as they are, before anything reads it; only one of somebody signed in."""
    if endpoint not in TAKE_FILES or request.method != "POST":
        return
    if request.mimetype == "multipart/form-data" and current_user.is_authenticated:
        most = FILES_AT_ONCE * jobs.settings().attachment_mb * MB
        request.max_content_length = LONGEST_FORM + most


def taken(place: Callable[[], Space], key: str) -> dict[int, str]:
    """The files that the form names or brings, each with its description. `place` is asked only where it brings some,
    which are attached in that space; sent again under the form's `key` they are the same.

    Raises whatever attaching raises; those that were attached until then are listed in the form again.
    """
    g.attached = named = _named()
    brought = [each for each in request.files.getlist("file") if each.filename]
    if len(named) + len(brought) > MOST_FILES:
        raise Invalid(TOO_MANY, field="file")
    for number, each in enumerate(brought):
        attached = _attach(place(), each, f"{key}-{number}")
        named[attached.id] = request.form.get(f"description-{attached.id}", "")
    return named


def _named() -> dict[int, str]:
    ids = [asked.counted(word) for word in request.form.getlist("attachment")]
    return {each: request.form.get(f"description-{each}", "")[:LONGEST_DESCRIPTION] for each in ids}


def _attach(space: Space, sent: FileStorage, key: str) -> Attachment:
    """Under a key of the form's own and the content: a form that is sent twice attaches once."""
    with storage.told_as_full(), NamedTemporaryFile(prefix="cop-") as file:
        sent.save(file)
        file.flush()
        file.seek(0)
        content = hashlib.file_digest(file, "sha256").hexdigest()
        return commands.attach(
            actor_id=current_user.id,
            space_id=space.id,
            source=Path(file.name),
            name=sent.filename or "",
            key=hashlib.sha256(f"{key} {content}".encode()).hexdigest(),
            quotas=Quotas.of(jobs.settings()),
        )


@blueprint.context_processor
def _for_templates() -> dict[str, Any]:
    accepted = ",".join(f".{ending}" for ending in ALLOWED)
    return {
        "attaching": attaching,
        "files_of": files_of,
        "withdrawn_from": queries.withdrawn_files,
        "most_files": MOST_FILES,
        "accepted": accepted,
    }


def attaching(space: Space) -> list[tuple[Attachment, str]]:
    """The files of a form that is shown again, each with the description that was typed; no query where it has none."""
    named: dict[int, str] = g.get("attached") or (_named() if request.method == "POST" else {})
    return [(each, named[each.id]) for each in queries.waiting_files(web.actor(), space, named)]


def files_of(post: Post) -> list[Attachment]:
    """The files of a post that a page shows by itself; no query where it has none."""
    load_onto([post])
    return post.attachments
