"""Borda's count, by itself."""

from collections import Counter

import pytest

from cop.forum.queries.ranking import points

BALLOTS = [("a", "b", "c")] * 51 + [("b", "c", "a")] * 49


def counted(ballots) -> dict[str, int]:
    options = sorted({name for ballot in ballots for name in ballot})
    return {
        name: points(Counter(ballot.index(name) + 1 for ballot in ballots), len(options)) for name in options
    }


def test_it_finds_what_most_can_live_with() -> None:
    """A majority has `a` first, and as many as can be have it last."""
    assert counted(BALLOTS) == {"a": 102, "b": 149, "c": 49}


def test_all_that_is_ranked_in_full_shares_the_same_points() -> None:
    assert sum(counted(BALLOTS).values()) == len(BALLOTS) * 3


@pytest.mark.parametrize(("places", "worth"), [({}, 0), ({1: 1}, 2), ({3: 5}, 0), ({1: 2, 2: 3}, 7)])
def test_a_place_is_worth_what_stands_behind_it(places, worth: int) -> None:
    assert points(places, 3) == worth
