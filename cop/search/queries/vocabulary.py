"""How often each word of a question stands somewhere, and which words it may have been meant to be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from cop import nearness, stems
from cop.db import session
from cop.models import SearchKey, SearchWord

COMMON_FROM, COMMON_SHARE = 2_000, 0.02
"""A word is common where it stands in so many entries, and in this share of all: then its newest are what is asked for,
and to rank them all would take longer than to walk back until there are enough."""

FORMS = 6
"""Other words that are tried in the place of one that finds nothing."""

ENDINGS, LIKES = 20, 200
"""Words that begin with what was typed, and words like it, that are looked at."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known of the words of a question: how often each stem stands somewhere, and what may be meant."""

    stems: dict[str, int]
    known: dict[str, int]
    total: int

    def is_common(self, words: Iterable[str]) -> bool:
        """Whether what has all of `words` is likely to be too much to rank."""
        least = min((self.stems.get(stems.stem(word), 0) for word in words), default=0)
        return least >= max(COMMON_FROM, self.total * COMMON_SHARE)

    def meant(self, word: str) -> list[str]:
        """`word`, and what may have been meant by it: words that go on from it, then those a letter or two away."""
        onward = [each for each in self.known if each != word and each.startswith(word) and len(word) > 2]
        onward.sort(key=lambda each: (-self.known[each], each))
        most = nearness.most_mistakes(word)
        near = [
            (far, -self.known[each], each)
            for each in self.known
            if each != word and each[0] and (far := nearness.distance(word, each)) <= most
        ]
        others = [each for *_, each in sorted(near)]
        return [word, *dict.fromkeys([*onward[: FORMS // 2], *others, *onward])][: FORMS + 1]


def vocabulary(words: Sequence[str]) -> Vocabulary:
    """What is known of `words`, in one query. It tells how to look, never what is there: a word that only others may
    read is known like any other, and found by nobody else (S22).
    """
    asked = {stems.stem(word) for word in words} | {""}
    counts = dict.fromkeys(asked, 0)
    known: dict[str, int] = {}
    for word, stem, count in session.execute(_known(words, asked)):
        if stem in counts and word not in known:
            counts[stem] += count
        if word:
            known[word] = count
    return Vocabulary(counts, known, counts[""])


def _known(words: Sequence[str], asked: set[str]) -> sa.CompoundSelect[str, str, int]:
    columns = (SearchWord.word, SearchWord.stem, SearchWord.count)
    parts = [sa.select(*columns).where(SearchWord.stem.in_(asked))]
    parts += [_onward(word) for word in words[-1:] if len(word) > 2]
    keys = {key for word in words if nearness.most_mistakes(word) for key in nearness.keys(word, without=2)}
    if keys:
        like = sa.select(SearchKey.word).where(SearchKey.key.in_(sorted(keys)))
        near = sa.select(*columns).where(SearchWord.word.in_(like))
        parts.append(sa.select(near.order_by(SearchWord.count.desc()).limit(LIKES).subquery()))
    return sa.union_all(*parts)


def _onward(word: str) -> sa.Select[str, str, int]:
    """Words that begin with the last one: somebody may be typing it still."""
    last = f"{word[:-1]}{chr(ord(word[-1]) + 1)}"
    onward = (
        sa.select(SearchWord.word, SearchWord.stem, SearchWord.count)
        .where(SearchWord.word > word, SearchWord.word < last)
        .order_by(SearchWord.count.desc())
        .limit(ENDINGS)
    )
    return sa.select(onward.subquery())
