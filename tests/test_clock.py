"""Time is UTC, aware, and can be travelled."""

from datetime import UTC, datetime

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
