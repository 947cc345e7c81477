"""Attaching: a file is looked through and kept, then has a row; it belongs to no post until that is posted."""

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from cop import db, files, guarding, policy, storage
from cop.db import add_once, command, session
from cop.errors import Conflict, NotFound, TooFast
from cop.files import Examined
from cop.forum.commands.locks import post_under_lock
from cop.forum.commands.quotas import Quotas
from cop.models import Attachment, KeepingRun, Kept, Space, Throttle
from cop.models.holds import has_to_stay, wait_for_holds
from cop.models.keeping import fixed
from cop.models.outlived import ROWS
from cop.policy import Actor, require

BURST, EVERY = 60, timedelta(seconds=10)
"""What one person may attach at once, and how soon they may attach one more."""

NOT_A_WRITER = "You can read this space, but not attach files in it."
NOT_TO_TAKE = "Only its author can take a file out of a post, and only while the post can be edited."
POSTED = "This file belongs to a post by now."


def attach(*, actor_id: int, space_id: int, source: Path, name: str, key: str, quotas: Quotas) -> Attachment:
    """Keep the file at `source`, which is called `name`, for a post in a space; the same under `key` returns the first.

    Raises NotFound, Forbidden, Invalid (no file that may be attached, or one that names a patient; `field` is `file`),
    Doubtful, TooLarge (for a file, or for
    what is left of the person's or the space's quota), TooFast, Full, Unreachable, and Conflict where another file
    was sent under `key`. Whatever it raises, nothing is kept of it.
    """
    called = files.clean_name(name)
    guarding.check(called.replace("_", " "), field="file")
    may_attach(actor_id=actor_id, space_id=space_id, size=source.stat().st_size, name=called, quotas=quotas)
    examined = files.examine(source, called)
    guarding.weigh(examined.findings, field="file", where=f"“{called}”")
    row = Attachment(
        person_id=actor_id,
        space_id=space_id,
        key=key,
        stored=storage.fresh_name(),
        name=called,
        media=examined.media,
        size=examined.size,
        sent=examined.sent,
        digest=examined.digest,
        width=examined.picture.width if examined.picture else None,
        height=examined.picture.height if examined.picture else None,
        doubts=guarding.take_doubts(),
    )
    return _kept(examined, row, quotas)


def may_attach(*, actor_id: int, space_id: int, size: int, name: str, quotas: Quotas) -> None:
    """Raise what would be raised in the end, before anybody has sent or looked through anything."""
    actor, space = policy.load_actor(actor_id), db.get(Space, space_id)
    _require(actor, space)
    files.kind_by_name(name)
    quotas.check(person_id=actor_id, space=space, size=size, name=name)


def _require(actor: Actor, space: Space) -> None:
    if not policy.can_read_space(actor, space):
        raise NotFound
    require(policy.can_attach(actor, space), NOT_A_WRITER)


def _kept(examined: Examined, row: Attachment, quotas: Quotas) -> Attachment:
    """The bytes first and then the row: no row ever speaks of bytes that are not there (F19)."""
    stored = row.stored
    try:
        with examined.opened() as content:
            storage.store().put(stored, content)
        if examined.small:
            storage.store().put(storage.small(stored), examined.small)
        kept = _attach(row, quotas)
    except BaseException:
        storage.drop(stored)
        raise
    if kept.stored != stored:
        storage.drop(stored)
    return kept


@command
def _attach(row: Attachment, quotas: Quotas) -> Attachment:
    space = db.lock(Space, row.space_id)
    _require(policy.load_actor(row.person_id), space)
    earlier = sent_under(row.person_id, row.key)
    if earlier is not None:
        earlier.matches(row.sent, row.space_id)
        return earlier
    if not Throttle.take(f"attach:{row.person_id}", burst=BURST, every=EVERY):
        raise TooFast("You are attaching very many files. Wait a minute, then go on.")
    quotas.check(person_id=row.person_id, space=space, size=row.size, name=row.name)
    add_once(row, taken="That file was already sent from another page.")
    return row


def sent_under(person_id: int, key: str) -> Attachment | None:
    """What somebody attached under `key`, whatever became of it."""
    query = sa.select(Attachment).where(Attachment.person_id == person_id, Attachment.key == key)
    return session.scalars(query).one_or_none()


def leave_out(*, actor_id: int, attachment_id: int) -> Attachment:
    """Take back a file: before it is posted its bytes go at once; out of a post, or under a legal hold, it is kept as
    the earlier texts are. A repeat is harmless. Raises NotFound, Forbidden, Conflict where it was posted just now.
    """
    row = _leave_out(actor_id=actor_id, attachment_id=attachment_id)
    if row.post_id is None and row.withdrawn_at is None:
        storage.drop(row.stored)
    return row


@command
def _leave_out(*, actor_id: int, attachment_id: int) -> Attachment:
    wait_for_holds()
    post_id = session.scalar(sa.select(Attachment.post_id).where(Attachment.id == attachment_id))
    if post_id is not None:
        post_under_lock(post_id)
    row, actor = db.lock(Attachment, attachment_id), policy.load_actor(actor_id)
    if not policy.can_open_attachment(actor, row):
        raise NotFound
    if row.post_id != post_id:
        raise Conflict(POSTED)
    if row.withdrawn_at is not None and row.person_id == actor_id:
        return row
    require(policy.can_remove_attachment(actor, row), NOT_TO_TAKE)
    if row.post is None and not has_to_stay(row.person_id, space_id=row.space_id):
        session.delete(row)
    else:
        row.withdraw()
    return row


def forget_attachment(*, attachment_id: int) -> bool:
    """Let go of a file that nobody has posted for a day, its bytes with it; False where that is not so any more."""
    stored = _forget_attachment(attachment_id=attachment_id)
    if stored is not None:
        storage.drop(stored)
    return stored is not None


@command
def _forget_attachment(*, attachment_id: int) -> str | None:
    wait_for_holds()
    row = db.lock(Attachment, attachment_id)
    is_due = (Attachment.id == row.id, ROWS[Kept.FILES].older_than(fixed(Kept.FILES)))
    if session.scalar(sa.select(Attachment.id).where(*is_due)) is None:
        return None
    session.delete(row)
    KeepingRun.note(Kept.FILES, 1)
    return row.stored
