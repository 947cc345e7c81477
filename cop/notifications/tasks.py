"""What the clock does with notices."""

from cop.jobs import job
from cop.notifications import commands


@job
def forget_old() -> None:
    """Let go of what is half a year old, so many at a time; the next run finds the rest."""
    commands.forget_old()
