"""How much one person may change of what is there: more than people do, and less than a script could."""

from datetime import timedelta

from cop.errors import TooFast
from cop.models import Throttle

BURST, EVERY = 60, timedelta(seconds=3)
"""What one person may change at once, posts, titles, tags and answers together, and how soon they may change more."""

TOO_FAST = (
    "You are changing things very fast. What you typed is kept: wait a few seconds, then save it again."
)


def pace_change(person_id: int) -> None:
    """Count one change that a person makes of what stands in forums; TooFast for more than people make."""
    if not Throttle.take(f"change:{person_id}", burst=BURST, every=EVERY):
        raise TooFast(TOO_FAST)
