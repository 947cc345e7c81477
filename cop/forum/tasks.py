"""What the clock does in forums."""

from cop.forum import commands
from cop.jobs import job


@job
def forget_discarded_drafts() -> None:
    """Let go of drafts that were thrown away. What a run leaves is found by the next."""
    commands.forget_discarded_drafts()
