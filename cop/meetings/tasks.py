"""What the clock does for sets."""

from contextlib import suppress

from cop.errors import NotFound
from cop.jobs import job
from cop.meetings.commands import lives
from cop.meetings.queries.lives import living_ids
from cop.offload import give_way


@job
def look_after_sets() -> None:
    """Write down what has come to be for sets: that one has met, runs itself, is dormant, or is awake again."""
    for space_id in living_ids():
        with suppress(NotFound):
            lives.settle_life(space_id=space_id)
        give_way()
