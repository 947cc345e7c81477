"""Borda's count: what places on ballots are worth."""

from collections.abc import Mapping


def points(places: Mapping[int, int], options: int) -> int:
    """What an option has by its `places` (place from 1 → how many ballots put it there), of `options` in all.

    Borda's count (J.-C. de Borda, 1781): a ballot gives an option one point for each that it stands before. What a
    ballot does not rank gets nothing from it. It looks for what most can live with, where instant runoff looks for a
    majority, and each vote counts by itself: a table shows how it came about, and nobody must follow rounds.
    """
    return sum((options - place) * ballots for place, ballots in places.items())
