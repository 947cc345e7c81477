"""Jobs of moderation."""

from cop.jobs import job
from cop.moderation.commands import reminders


@job
def remind_deciders() -> None:
    """Past those who are gone first, so that whoever it falls to is reminded."""
    for review_id in reminders.fallen():
        reminders.pass_on(review_id=review_id)
    for review_id in reminders.overdue():
        reminders.remind(review_id=review_id)
