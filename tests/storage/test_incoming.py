"""What has arrived so far: it grows by whole pieces, in order, and is its sender's alone."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from cop import clock
from cop.errors import Conflict, Full
from cop.storage import Incoming
from tests.storage.exhausted import no_more_bytes

KEY, OTHER = "a" * 32, "b" * 32


@pytest.fixture
def incoming(tmp_path: Path) -> Incoming:
    return Incoming(tmp_path / "incoming")


def test_pieces_become_a_file(incoming: Incoming) -> None:
    assert incoming.offset(1, KEY) == 0
    assert incoming.append(1, KEY, b"one ", offset=0) == 4
    assert incoming.append(1, KEY, b"two", offset=4) == 7
    assert incoming.append(1, KEY, b"", offset=7) == 7
    assert incoming.offset(1, KEY) == 7
    assert incoming.path(1, KEY).read_bytes() == b"one two"


@pytest.mark.parametrize("offset", [0, 3, 5, 999])
def test_a_piece_that_does_not_follow_is_refused(incoming: Incoming, offset: int) -> None:
    incoming.append(1, KEY, b"one ", offset=0)
    with pytest.raises(Conflict) as refused:
        incoming.append(1, KEY, b"two", offset=offset)
    assert refused.value.field == "offset"
    assert incoming.path(1, KEY).read_bytes() == b"one "


def test_two_tabs_at_once_do_not_mix(incoming: Incoming) -> None:
    import fcntl

    incoming.append(1, KEY, b"one ", offset=0)
    with incoming.path(1, KEY).open("ab") as another:
        fcntl.flock(another, fcntl.LOCK_EX)
        with pytest.raises(Conflict):
            incoming.append(1, KEY, b"two", offset=4)
    assert incoming.append(1, KEY, b"two", offset=4) == 7


def test_everybody_has_their_own(incoming: Incoming) -> None:
    incoming.append(1, KEY, b"Ann's", offset=0)
    incoming.append(11, KEY, b"Bob's file", offset=0)
    incoming.append(1, OTHER, b"more", offset=0)
    assert incoming.path(1, KEY).read_bytes() == b"Ann's"
    assert (incoming.total(1), incoming.total(11), incoming.total(2)) == (9, 10, 0)
    incoming.drop(1, KEY)
    incoming.drop(1, KEY)
    assert (incoming.total(1), incoming.total(11)) == (4, 10)


def test_a_system_that_takes_no_more_takes_the_piece_back(incoming: Incoming) -> None:
    incoming.append(1, KEY, b"x" * 500_000, offset=0)
    with pytest.raises(Full), no_more_bytes(than=600_000):
        incoming.append(1, KEY, b"x" * 900_000, offset=500_000)
    assert incoming.offset(1, KEY) == 500_000
    assert incoming.append(1, KEY, b"x" * 900_000, offset=500_000) == 1_400_000, (
        "and it goes on where it stood"
    )


def test_what_was_given_up_goes(incoming: Incoming) -> None:
    incoming.append(1, KEY, b"old", offset=0)
    incoming.append(1, OTHER, b"new", offset=0)
    day = clock.now().timestamp() - 90_000
    os.utime(incoming.path(1, KEY), (day, day))
    now = clock.now().timestamp()
    os.utime(incoming.path(1, OTHER), (now, now))
    assert incoming.sweep(before=clock.now() - timedelta(days=1)) == 1
    assert (incoming.offset(1, KEY), incoming.offset(1, OTHER)) == (0, 3)
