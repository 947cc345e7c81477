"""Slow mode: in a place that is slowed down, one person writes once in so many seconds."""

from datetime import timedelta
from math import ceil

from cop import clock
from cop.errors import Slow
from cop.models.throttles import Throttle

SLOWNESSES = {0: "", 30: "30 seconds", 120: "2 minutes", 600: "10 minutes", 3_600: "1 hour"}
"""Seconds from one contribution of a person to their next, and how that is called; 0 is no slow mode."""

SOON = 120
"""A wait of up to so many seconds is told in seconds, a longer one by the hour and minute at which it ends."""


def in_words(seconds: int) -> str:
    """How slow a place is: “2 minutes”, or nothing where it is not."""
    return SLOWNESSES.get(seconds) or (f"{seconds} seconds" if seconds else "")


def take_turn(place: str, person_id: int, *, seconds: int) -> None:
    """Count one contribution of a person to `place`; Slow, which says when their next turn comes, before it has."""
    bucket, every = f"slow:{place}:{person_id}", timedelta(seconds=seconds)
    if not Throttle.take(bucket, burst=1, every=every):
        raise Slow(
            f"Slow mode is on here: each person writes once in {in_words(seconds)}. Your text is kept: "
            f"you can send it again {_when(Throttle.wait(bucket, every=every))}."
        )


def _when(wait: timedelta) -> str:
    seconds = max(1, ceil(wait.total_seconds()))
    if seconds <= SOON:
        return "in a second" if seconds == 1 else f"in {seconds} seconds"
    moment = (clock.now() + wait + timedelta(seconds=59)).astimezone(clock.LONDON)
    return f"at {moment:%H:%M}"
