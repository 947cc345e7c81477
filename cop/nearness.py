"""How near two words are to each other, for typing mistakes: candidates by what is left without a letter or two."""

from collections.abc import Iterator
from itertools import combinations

BEGINNING = 7
"""Letters of a word that its keys are made of: a mistake further back leaves them as they are."""

FAR = 3
"""More than a typing mistake."""


def keys(word: str, *, without: int) -> set[str]:
    """The beginning of `word`, and that beginning with up to `without` letters left out."""
    begin = word[:BEGINNING]
    return {left for lost in range(without + 1) for left in _left(begin, lost) if left}


def _left(word: str, lost: int) -> Iterator[str]:
    for places in combinations(range(len(word)), lost):
        yield "".join(letter for at, letter in enumerate(word) if at not in places)


def most_mistakes(word: str) -> int:
    """How many letters may be wrong in `word`: in a short one every other word would do."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


def distance(one: str, other: str) -> int:
    """Letters to leave out, put in, replace or swap to make one word of the other; FAR if more than two."""
    if abs(len(one) - len(other)) >= FAR:
        return FAR
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one):
        earlier, before, row = before, row, [at + 1]
        for place, there in enumerate(other):
            cost = min(before[place] + (letter != there), before[place + 1] + 1, row[place] + 1)
            if at and place and letter == other[place - 1] and one[at - 1] == there:
                cost = min(cost, earlier[place - 1] + 1)
            row.append(cost)
        if min(row) >= FAR:
            return FAR
    return min(row[-1], FAR)
