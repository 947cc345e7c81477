"""What was changed between two texts, word by word, in time that is bounded whatever the texts are.

The shortest edit script (E. W. Myers, An O(ND) Difference Algorithm, 1986), given up beyond `MOST` edits: difflib can't
be stopped, and takes minutes for two texts of 20,000 characters that somebody made for that.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

MOST = 400
"""Words, or else lines, that may differ. Beyond that the one text is taken out whole and the other put in."""

_WORDS = re.compile(r"[^\S\n]+|\n|[^\W_]+|[^\w\s]|_")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


class Change(StrEnum):
    SAME = "same"
    TAKEN = "taken"
    ADDED = "added"


class Piece(NamedTuple):
    change: Change
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """Pieces in order, taken ones before those added in their place. What is SAME or TAKEN makes `before`, what is
    SAME or ADDED makes `after`.
    """
    for parts in (_WORDS, _LINES):
        script = _script(parts.findall(before), parts.findall(after))
        if script is not None:
            return list(_readable(_joined(script)))
    return [Piece(Change.TAKEN, before), Piece(Change.ADDED, after)]


def _script(old: Sequence[str], new: Sequence[str]) -> list[Piece] | None:
    """The shortest way from `old` to `new`, part by part; None where it is too long."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = _shortest(old[head : len(old) - tail], new[head : len(new) - tail])
    if middle is None:
        return None
    return [*_same(old[:head]), *middle, *_same(old[len(old) - tail :])]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many parts the two begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _same(parts: Iterable[str]) -> list[Piece]:
    return [Piece(Change.SAME, part) for part in parts]


def _shortest(old: Sequence[str], new: Sequence[str]) -> list[Piece] | None:
    reached = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(min(MOST, len(old) + len(new)) + 1):
        trail.append(dict(reached))
        for diagonal in range(-edits, edits + 1, 2):
            place = _begin(reached, diagonal, edits)
            while place < len(old) and place - diagonal < len(new) and old[place] == new[place - diagonal]:
                place += 1
            reached[diagonal] = place
            if place >= len(old) and place - diagonal >= len(new):
                return list(_walked_back(old, new, trail))[::-1]
    return None


def _begin(reached: dict[int, int], diagonal: int, edits: int) -> int:
    """Where a diagonal is entered: from the one above by adding a part, or from the one below by taking one out."""
    if _is_added(reached, diagonal, edits):
        return reached[diagonal + 1]
    return reached[diagonal - 1] + 1


def _is_added(reached: dict[int, int], diagonal: int, edits: int) -> bool:
    return diagonal == -edits or (diagonal != edits and reached[diagonal - 1] < reached[diagonal + 1])


def _walked_back(old: Sequence[str], new: Sequence[str], trail: list[dict[int, int]]) -> Iterator[Piece]:
    place, diagonal = len(old), len(old) - len(new)
    for edits in range(len(trail) - 1, 0, -1):
        reached = trail[edits]
        is_added = _is_added(reached, diagonal, edits)
        entered = _begin(reached, diagonal, edits)
        for part in range(place - 1, entered - 1, -1):
            yield Piece(Change.SAME, old[part])
        if is_added:
            place, diagonal = entered, diagonal + 1
            yield Piece(Change.ADDED, new[place - diagonal])
        else:
            place, diagonal = entered - 1, diagonal - 1
            yield Piece(Change.TAKEN, old[place])
    for part in range(place - 1, -1, -1):
        yield Piece(Change.SAME, old[part])


def _joined(script: Iterable[Piece]) -> list[Piece]:
    """What follows another of its kind is one with it; within a change, what was taken comes first."""
    pieces: list[Piece] = []
    for is_same, run in groupby(script, key=lambda piece: piece.change is Change.SAME):
        parts = list(run)
        for change in (Change.SAME,) if is_same else (Change.TAKEN, Change.ADDED):
            text = "".join(part.text for part in parts if part.change is change)
            if text:
                pieces.append(Piece(change, text))
    return pieces


def _readable(pieces: Sequence[Piece]) -> list[Piece]:
    """A space that stayed between two changed words belongs to both: they are read as one change."""
    inner = range(1, len(pieces) - 1)
    spread: list[Piece] = []
    for place, piece in enumerate(pieces):
        is_space = piece.change is Change.SAME and piece.text.isspace() and "\n" not in piece.text
        if is_space and place in inner:
            spread += [Piece(Change.TAKEN, piece.text), Piece(Change.ADDED, piece.text)]
        else:
            spread.append(piece)
    return _joined(spread)
