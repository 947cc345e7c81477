"""What the clock lets go of by the schedule."""

import logging
from collections.abc import Callable
from contextlib import suppress

from cop.db import session
from cop.errors import Conflict, NotFound
from cop.jobs import job
from cop.keeping import commands, queries
from cop.models import Kept
from cop.models.parting import AT_ONCE, STEPS
from cop.offload import give_way

log = logging.getLogger("cop.keeping")

MOST_BATCHES = 20
"""Of a kind in one run, so that none keeps the others waiting."""

POSTS = (Kept.DECLINED_POSTS, Kept.REMOVED_POSTS)
MESSAGES = (Kept.DECLINED_MESSAGES, Kept.REMOVED_MESSAGES)


@job
def let_go() -> None:
    """Let go of what was kept for long enough. What a run leaves, or dies before, is found by the next."""
    for kind in STEPS:
        _each(kind, _in_batches)
    for kind in POSTS:
        _each(kind, _posts)
    for kind in MESSAGES:
        _each(kind, _messages)


def _each(kind: Kept, let_go_of: Callable[[Kept], int]) -> None:
    """One kind that fails keeps no other from going. What it was and whose is in no log."""
    try:
        went = let_go_of(kind)
    except Exception:
        log.exception("a kind was not let go of", extra={"kind": kind.value})
        session.rollback()
        return
    if went:
        log.info("let go", extra={"kind": kind.value, "went": went})


def _in_batches(kind: Kept) -> int:
    went = 0
    for _ in range(MOST_BATCHES):
        some = commands.let_go(kind=kind)
        went += some
        give_way()
        if some < AT_ONCE:
            break
    return went


def _posts(kind: Kept) -> int:
    return _one_by_one(queries.due_ids(kind), lambda post_id: commands.empty_post(kind=kind, post_id=post_id))


def _messages(kind: Kept) -> int:
    empty = commands.empty_message
    return _one_by_one(queries.due_ids(kind), lambda message_id: empty(kind=kind, message_id=message_id))


def _one_by_one(ids: list[int], empty: Callable[[int], bool]) -> int:
    """Each by itself; one that moved just now is found by the next run."""
    went = 0
    for row_id in ids:
        with suppress(Conflict, NotFound):
            went += empty(row_id)
        give_way()
    return went
