"""What exports do when something has happened: one that waits wakes who makes it, and none says what went for good."""

from cop.events import ContributionDecided, ExportAsked
from cop.exports import commands, tasks


def begin(fact: ExportAsked) -> None:
    tasks.make_export.wake(fact.person_id)


def make_anew(fact: ContributionDecided) -> None:
    """What a moderator removed for good, or took words out of, is in no copy that was made before (S45)."""
    commands.make_anew(fact.decision_id)
