"""Days that people choose for something to come back or to end: still to come, and not for ever."""

from datetime import date, timedelta

from cop import clock
from cop.errors import Invalid

FURTHEST = timedelta(days=5 * 366)


def require_to_come(day: date | None, *, field: str) -> None:
    """Invalid, naming `field`, unless `day` is after today and within five years; None is no day at all."""
    today = clock.today()
    if day is not None and not today < day <= today + FURTHEST:
        raise Invalid("Choose a day after today, within the next five years, or leave it empty.", field=field)
