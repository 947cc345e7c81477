"""Moments for which people arrange a meeting: still to come, and when its programme wants it or all the same."""

from datetime import datetime, timedelta

from cop import clock
from cop.errors import Invalid
from cop.models import BookingWindow, Space
from cop.models.windows import missed

FURTHEST = timedelta(days=5 * 365)


def to_come(moment: datetime | None, *, field: str = "starts_at") -> datetime:
    """`moment`; Invalid where there is none, or it has gone by, or is too far off."""
    now = clock.now()
    if moment is None or not now < moment <= now + FURTHEST:
        raise Invalid("Give a date and time that are still to come, within the next five years.", field=field)
    return moment


def in_window(space: Space, moment: datetime, *, is_meant: bool) -> None:
    """Invalid (outside) where meetings of the set are to be on other days, unless that is meant (domain.md A30)."""
    windows = [] if is_meant else missed(BookingWindow.of_set(space), moment)
    if windows:
        said = "; ".join(f"meeting {each.number} {each.days}" for each in windows)
        raise Invalid(
            f"Your programme has other days for the meetings of sets: {said}. Choose another date, or say that you mean"
            " this one.",
            field="outside",
        )
