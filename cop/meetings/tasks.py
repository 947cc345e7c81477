"""What the clock does for sets: lobbies open, records are archived, and what was said is let go of."""

from collections.abc import Callable
from contextlib import suppress

from cop.errors import NotFound
from cop.jobs import job
from cop.meetings import commands, queries
from cop.meetings.commands import lives, reminding
from cop.meetings.queries import due
from cop.meetings.queries.lives import living_ids
from cop.offload import give_way


@job
def look_after_sets() -> None:
    """Write down what has come to be for sets: that one has met, runs itself, is dormant, or is awake again."""
    for space_id in living_ids():
        _each(lives.settle_life, space_id=space_id)


@job
def keep_time() -> None:
    """Open the lobbies whose time has come, and archive the records whose time is over. A phase never ends by it."""
    for meeting_id in queries.due_lobbies():
        _each(commands.open_lobby, meeting_id=meeting_id)
    for meeting_id in queries.due_records():
        _each(commands.archive, meeting_id=meeting_id)


@job
def let_go() -> None:
    """Let go of what was said at meetings that is to be kept no longer."""
    for meeting_id in queries.outlived():
        _each(commands.forget_said, meeting_id=meeting_id)
    for slot_id in queries.stopped():
        _each(commands.purge_stopped, slot_id=slot_id)


@job
def remind() -> None:
    """Remind people of meetings and actions of their sets. What a run leaves, or dies before, the next finds."""
    for meeting_id in due.near():
        _each(reminding.remind_of_meeting, meeting_id=meeting_id)
    for action_id in due.due_actions():
        _each(reminding.remind_of_action, action_id=action_id)


def _each(do: Callable[..., object], **which: int) -> None:
    """One that has gone by now is no matter of the others."""
    with suppress(NotFound):
        do(**which)
    give_way()
