"""What the clock does with files: those that nobody posted go, and bytes that no row speaks of."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from cop import clock, storage
from cop.forum import commands, queries
from cop.forum.commands.attaching import UNPOSTED
from cop.forum.queries.attachments import AT_ONCE
from cop.jobs import job
from cop.offload import give_way


@job
def sweep_attachments() -> None:
    """Let go of what waited for a post for a day, of what was cut off, and of bytes without a row.

    What a run leaves, or dies before, is found by the next.
    """
    before = clock.now() - UNPOSTED
    for attachment_id in queries.unposted_ids(before=before):
        commands.forget_attachment(attachment_id=attachment_id)
        give_way()
    storage.incoming().sweep(before=before)
    for name in _without_row(before):
        storage.store().remove(name)
        give_way()


def _without_row(before: datetime) -> Iterator[str]:
    """What is kept since before that moment, and no row says why: bytes come before their row, but by seconds."""
    kept = storage.store().names(before=before)
    while some := list(islice(kept, AT_ONCE)):
        rows = {storage.large(name) for name in some}
        known = queries.known_names(rows)
        yield from (name for name in some if storage.large(name) not in known)
