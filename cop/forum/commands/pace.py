"""How fast one person may write and change in forums: more than people do, and less than a script could."""

from datetime import timedelta

from cop.allowances import Allowances
from cop.errors import TooFast
from cop.models import Throttle

BURST, EVERY = 20, timedelta(seconds=15)
"""What one person may write in forums at once, and how soon they may write again."""

CHANGES, CHANGES_EVERY = 60, timedelta(seconds=3)
"""What one person may change at once, posts, titles, tags and answers together, and how soon they may change more."""

tries = Allowances(200, a_second=2)
"""What one person may send, on one process, accepted or not: what is refused takes nothing of what is counted in rows,
and was rendered, or waited for a lock, all the same. What does both takes two.
"""

WRITING = "You are writing very fast. Your text is kept: wait a quarter of a minute and send it again."
CHANGING = (
    "You are changing things very fast. What you typed is kept: wait a few seconds, then save it again."
)
TRYING = "You have sent very much at once. What you typed is kept: wait a few seconds, then send it again."


def count_try(person_id: int) -> None:
    """To be called before anything is rendered or locked; TooFast for more than people send."""
    if not tries.of(person_id).take():
        raise TooFast(TRYING)


def pace_writing(person_id: int) -> None:
    """Count one thing that a person writes in forums; TooFast for more than people write."""
    if not Throttle.take(f"write:{person_id}", burst=BURST, every=EVERY):
        raise TooFast(WRITING)


def pace_change(person_id: int) -> None:
    """Count one change that a person makes of what stands in forums; TooFast for more than people make."""
    if not Throttle.take(f"change:{person_id}", burst=CHANGES, every=CHANGES_EVERY):
        raise TooFast(CHANGING)
