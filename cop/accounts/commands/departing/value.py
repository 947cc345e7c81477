"""What somebody noted of their own, and the stories that they told: what others read stays where their words do."""

import sqlalchemy as sa

from cop.accounts.commands.departing.under_way import locked
from cop.db import command, session
from cop.models import Departure, Impact, ValueStory


def take_along(departure: Departure) -> bool:
    """All that goes. What was noted of an intention is its pair's (domain.md B15)."""
    _take(person_id=departure.person_id)
    return True


@command
def _take(*, person_id: int) -> None:
    departure = locked(person_id)
    impacts = sa.delete(Impact).where(Impact.person_id == person_id, Impact.intention_id.is_(None))
    stories = sa.delete(ValueStory).where(ValueStory.person_id == person_id)
    if departure.keeps_words:
        impacts = impacts.where(~Impact.is_shared)
        stories = stories.where(ValueStory.published_at.is_(None))
    for going in (impacts, stories):
        session.execute(going.execution_options(synchronize_session=False))
