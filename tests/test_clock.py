"""Time is UTC, aware, and can be travelled."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cop import clock


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_travelling_ends_with_the_block() -> None:
    before = clock.now()
    with clock.at(datetime(2015, 2, 5, 9, 0, tzinfo=UTC)):
        assert clock.now().year == 2015
    assert clock.now() == before


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"), clock.at(datetime(2015, 2, 5)):  # noqa: DTZ001
        pass


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 1, 31, 23, 59, tzinfo=UTC), date(2026, 1, 31)),
    ],
)
def test_days_begin_at_midnight_in_the_united_kingdom(moment: datetime, day: date) -> None:
    with clock.at(moment):
        assert clock.today() == day
    assert clock.midnight(day) <= moment < clock.midnight(day + timedelta(days=1))
