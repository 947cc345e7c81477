"""What is done about statements by the clock."""

from cop.jobs import job
from cop.statements import commands


@job
def remind_of_accessibility() -> None:
    """Once a year whoever runs the network looks at the statement on accessibility."""
    commands.remind_of_accessibility()
