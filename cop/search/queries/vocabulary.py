"""How often the words of a question stand somewhere, and which words they may have been meant to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from cop import nearness, stems
from cop.db import session
from cop.models import SearchKey, SearchWord
from cop.models.statements import at_most
from cop.search.queries.matching import Choices

COMMON_FROM, COMMON_SHARE = 2_000, 0.02
"""A word is common where it stands in so many entries, and in this share of all: then its newest are what is asked for,
and to rank them all would take longer than to walk back until there are enough."""

MOST_ALIKE = 5_000
"""Words that go on from one that finds nothing, and words like it. Where there are more, none of them is taken: those
of a part would push each other out, and by what is missing one could read which words stand where one may not."""


class Known(NamedTuple):
    word: str
    stem: str
    times: int


_KNOWN = (SearchWord.word, SearchWord.stem, SearchWord.count)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """In about how many entries each stem stands, and how many there are."""

    counts: dict[str, int]
    total: int

    def is_common(self, choices: Choices) -> bool:
        """Whether what has one stem of each of `choices` is likely to be too much to rank."""
        least = min((sum(self.counts.get(stem, 0) for stem in forms) for forms in choices), default=0)
        return least >= max(COMMON_FROM, self.total * COMMON_SHARE)


def vocabulary(asked: Choices) -> Vocabulary:
    """What is known of the stems of `asked`, in one query."""
    wanted = {stem for forms in asked for stem in forms} | {""}
    counts = sa.select(SearchWord.stem, sa.func.sum(SearchWord.count)).where(SearchWord.stem.in_(wanted))
    found = {stem: int(count) for stem, count in session.execute(counts.group_by(SearchWord.stem))}
    return Vocabulary(found, total=found.pop("", 0))


@dataclass(frozen=True, slots=True)
class Meant:
    """The stems that may have been meant by each word of a question, and in about how many entries each stem is."""

    choices: Choices
    counts: dict[str, int]


def meant(words: Sequence[str]) -> Meant:
    """Each of `words` itself, all words a letter or two away, and all that go on from the last, which may be typed
    still; in one query.

    None of them is preferred. A word that only others may read is among them like any other: it finds nothing, and
    takes no other's place (S22).
    """
    onward, near = list[Known](), list[Known]()
    for goes_on, *known in session.execute(_alike(words)):
        (onward if goes_on else near).append(Known(*known))
    onward, near = ([] if len(each) > MOST_ALIKE else each for each in (onward, near))
    counts: dict[str, int] = {}
    for each in {*onward, *near}:
        counts[each.stem] = counts.get(each.stem, 0) + each.times
    choices = [{stems.stem(word), *_near(word, near)} for word in words]
    choices[-1].update(each.stem for each in onward)
    return Meant(tuple(tuple(sorted(forms)) for forms in choices), counts)


def _near(word: str, known: list[Known]) -> set[str]:
    most = nearness.most_mistakes(word)
    return {each.stem for each in known if each.word and nearness.distance(word, each.word) <= most}


def _alike(words: Sequence[str]) -> Any:
    """Words, each behind whether it goes on from the last."""
    keys = {key for word in words if nearness.most_mistakes(word) for key in nearness.keys(word, without=2)}
    like = sa.select(SearchKey.word).where(SearchKey.key.in_(sorted(keys)))
    near: Any = sa.select(sa.false().label("goes_on"), *_KNOWN).where(SearchWord.word.in_(like))
    parts = [
        sa.select(each.limit(at_most(MOST_ALIKE + 1)).subquery()) for each in (near, *_onward(words[-1]))
    ]
    return sa.union_all(*parts)


def _onward(word: str) -> list[Any]:
    """Words that begin with `word`, if it is long enough to say something."""
    if len(word) < 3:
        return []
    last = f"{word[:-1]}{chr(ord(word[-1]) + 1)}"
    onward = sa.select(sa.true().label("goes_on"), *_KNOWN)
    return [onward.where(SearchWord.word > word, SearchWord.word < last)]
