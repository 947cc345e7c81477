"""What spaces do by the clock."""

from cop.jobs import job
from cop.spaces import commands


@job
def announce_terms() -> None:
    """Tell all whose role ends soon or has just ended."""
    commands.announce_terms()


@job
def look_after_inspections() -> None:
    """Tell sets that they are read, and end what is over."""
    commands.look_after_inspections()
