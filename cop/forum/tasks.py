"""What the clock does in forums: days that have come, reminders; files and bytes that nobody needs go."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice

from cop import clock, storage
from cop.errors import Conflict, NotFound
from cop.forum import commands, queries
from cop.forum.queries.attachments import AT_ONCE
from cop.jobs import job
from cop.models.keeping import Kept, fixed
from cop.models.rendering import outdated_outcomes, outdated_posts, outdated_summaries
from cop.offload import give_way


@job
def settle_dates() -> None:
    """Let pins that have ended and topics whose closing date has come say so. They are closed without this as well: it
    tells the open pages, and puts the lists in order. What a run leaves, the next finds.
    """
    _each(commands.end_pins_and_close, topic_id=queries.overdue())


@job
def end_polls() -> None:
    """Close the polls whose time has come. They take no votes without this as well: it tells the open pages, and breaks
    the seals of anonymous ballots. What a run leaves, the next finds.
    """
    _each(commands.end_poll, poll_id=queries.ended_poll_ids())


@job
def remind_of_outcomes() -> None:
    """Tell people of outcomes that they wanted to look at again. What a run leaves, or dies before, the next finds."""
    _each(commands.remind_of_outcome, poll_id=queries.due_outcome_ids())


@job
def remind() -> None:
    """Tell people of bookmarks whose day has come. What a run leaves, or dies before, is found by the next."""
    _each(commands.remind, bookmark_id=queries.due_bookmark_ids())


@job
def sweep_attachments() -> None:
    """Let go of what waited for a post for a day, of what was cut off, and of bytes without a row.

    What a run leaves, or dies before, is found by the next.
    """
    before = clock.now() - fixed(Kept.FILES)
    for attachment_id in queries.unposted_ids():
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


@job
def render_anew() -> None:
    """Show posts, summaries and outcomes as they are rendered by now. What a run leaves, or dies before, is found by
    the next.
    """
    for post_id, words in outdated_posts():
        _do(commands.render_post_anew, post_id=post_id, words=words)
    for topic_id, words in outdated_summaries():
        _do(commands.render_summary_anew, topic_id=topic_id, words=words)
    for poll_id, words in outdated_outcomes():
        _do(commands.render_outcome_anew, poll_id=poll_id, words=words)


def _each(act: Callable[..., object], **ids: Iterable[int]) -> None:
    """Do it to each of the rows, whose `ids` are called as the command calls them."""
    for name, all_ids in ids.items():
        for row_id in all_ids:
            _do(act, **{name: row_id})


def _do(act: Callable[..., object], **about: object) -> None:
    """Do it to one row, which may be moved, merged or taken away just now."""
    with suppress(Conflict, NotFound):
        act(**about)
    give_way()
