"""Jobs of moderation."""

from cop.jobs import job
from cop.moderation.commands import reminders


@job
def remind_deciders() -> None:
    for review_id in reminders.overdue():
        reminders.remind(review_id=review_id)
