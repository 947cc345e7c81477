"""Moments for which people arrange a meeting."""

from datetime import datetime, timedelta

from cop import clock
from cop.errors import Invalid

FURTHEST = timedelta(days=5 * 365)


def to_come(moment: datetime | None, *, field: str = "starts_at") -> datetime:
    """`moment`; Invalid where there is none, or it has gone by, or is too far off."""
    now = clock.now()
    if moment is None or not now < moment <= now + FURTHEST:
        raise Invalid("Give a date and time that are still to come, within the next five years.", field=field)
    return moment
