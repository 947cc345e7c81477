"""Words and short phrases of a list, found in what somebody wrote: plain words, whatever their case, as whole words.

What it takes grows with the text alone (security.md S19). One expression of ours takes the text apart into words, and
each run of a few of them is looked up in a dict; of what is listed no expression is ever made.
"""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from cop.errors import Invalid

T = TypeVar("T")

MOST_WORDS, LONGEST = 5, 60
"""Words, and characters, of one entry."""

SHORTEST_STEM = 3
"""Letters before a `*`: fewer are the beginning of too much."""

MARK = "▮▮▮"
"""What stands where a word was. It is none, and no phrase reaches over it."""

PLAIN = "Write plain words with a space between them. Only the last may end in *, for any ending."

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2014"
_BRIDGES = f"{_HYPHENS}{_INVISIBLE}*_~`'’"
"""What may stand between the words of a phrase beside spaces: hyphens, and signs that nobody sees in Markdown."""

_REACH = 4 * LONGEST
"""Characters of a word that are looked at: longer ones are no entry, and have at most its beginning."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """An entry as it is looked for: its words without case, the last of them only a beginning where it `is_open`."""

    words: tuple[str, ...]
    is_open: bool = False

    @property
    def folded(self) -> str:
        """By which it is told from others."""
        return " ".join(self.words) + "*" * self.is_open

    @classmethod
    def kept(cls, folded: str) -> "Phrase":
        """The one that is told from others by `folded`."""
        return cls(tuple(folded.removesuffix("*").split(" ")), folded.endswith("*"))

    @classmethod
    def of(cls, typed: str, *, field: str = "phrase") -> "Phrase":
        """The entry that somebody has typed; Invalid (naming `field`) where it is none."""
        text, is_open = typed.strip(), typed.strip().endswith("*")
        text = text[:-1] if is_open else text
        words = _taken_apart(text)
        if not words or "*" in text or not _is_all(words, text):
            raise Invalid(PLAIN, field=field)
        if len(words) > MOST_WORDS or len(text) > LONGEST:
            raise Invalid(f"At most {MOST_WORDS} words and {LONGEST} characters fit.", field=field)
        if is_open and len(words[-1].folded) < SHORTEST_STEM:
            raise Invalid(f"Write at least {SHORTEST_STEM} letters before the *.", field=field)
        return cls(tuple(word.folded for word in words), is_open)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """That `entry` stands in a text from `start` to before `end`."""

    start: int
    end: int
    entry: T


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text. `is_next`: nothing but what a phrase reaches over stands between it and the one before."""

    start: int
    end: int
    folded: str
    is_whole: bool
    is_next: bool


class WordList(Generic[T]):
    """Entries of any kind under their phrases; of two the one that says more goes first."""

    def __init__(self, entries: Iterable[tuple[Phrase, T]]) -> None:
        self._entries = {(each.words, each.is_open): entry for each, entry in entries}
        self._most = max((len(words) for words, _ in self._entries), default=0)
        stems = {(len(words), len(words[-1])) for words, is_open in self._entries if is_open}
        self._stems = {
            number: sorted((stem for count, stem in stems if count == number), reverse=True)
            for number in range(1, self._most + 1)
        }

    def found(self, text: str) -> Iterator[Found[T]]:
        """All that stands in `text`, by where it begins; some may lie within others."""
        words = _taken_apart(text) if self._most else []
        for first in range(len(words)):
            yield from self._at(words, first)

    def replaced(self, text: str, by: Callable[[T], str]) -> str:
        """`text` with what `by` says in the place of each entry. Where that makes an entry with its neighbours, or is
        one, there is a MARK: none is left, and doing it again changes nothing.
        """
        once = self._put(text, by)
        return once if next(self.found(once), None) is None else self._put(once, lambda _entry: MARK)

    def _put(self, text: str, by: Callable[[T], str]) -> str:
        pieces, done = [], 0
        for each in self.found(text):
            if each.start >= done:
                pieces += [text[done : each.start], by(each.entry)]
                done = each.end
        return "".join([*pieces, text[done:]])

    def _at(self, words: list[_Word], first: int) -> Iterator[Found[T]]:
        """What begins with the word at `first`, the longest first."""
        number = 1
        while number < self._most and first + number < len(words) and words[first + number].is_next:
            number += 1
        for count in range(number, 0, -1):
            last = words[first + count - 1]
            before = tuple(word.folded for word in words[first : first + count - 1])
            for entry in self._ending(before, last):
                yield Found(words[first].start, last.end, entry)

    def _ending(self, before: tuple[str, ...], last: _Word) -> Iterator[T]:
        keys: list[tuple[tuple[str, ...], bool]] = [((*before, last.folded), False)] if last.is_whole else []
        stems = (stem for stem in self._stems[len(before) + 1] if stem <= len(last.folded))
        for key in (*keys, *(((*before, last.folded[:stem]), True) for stem in stems)):
            if self._is_listed(key):
                yield self._entries[key]

    def _is_listed(self, key: Hashable) -> bool:
        return key in self._entries


def _taken_apart(text: str) -> list[_Word]:
    words: list[_Word] = []
    for match in _expression().finditer(text):
        start, end = match.span()
        bare = _bare(match[0])
        is_next = bool(words) and _is_bridge(text[words[-1].end : start])
        words.append(_Word(start, end, _folded(bare[:_REACH]), len(bare) <= _REACH, is_next))
    return words


def _is_all(words: list[_Word], text: str) -> bool:
    """Whether there is nothing else in it."""
    return words[0].start == 0 and words[-1].end == len(text) and all(word.is_next for word in words[1:])


def _is_bridge(gap: str) -> bool:
    return not "".join(gap.split()).strip(_BRIDGES)


def _bare(word: str) -> str:
    return word if word.isascii() else word.translate(_WITHOUT).replace("’", "'")


def _folded(word: str) -> str:
    """`word` without case; an accent is the same whether it is a sign of its own or not."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold())


_WITHOUT = dict.fromkeys(map(ord, _INVISIBLE))


@cache
def _expression() -> re.Pattern[str]:
    """A letter or digit and all that goes with it: more of them, accents of their own, what nobody sees, and an
    apostrophe within, but for that of “…’s”. Whatever it begins to match it matches, so it never turns back.
    """
    marks = "".join(chr(code) for code in range(0x20000) if unicodedata.category(chr(code)) in _MARKS)
    more = rf"(?:[^\W_]|[{marks}{_INVISIBLE}])"
    return re.compile(rf"[^\W_]{more}*(?:['’](?![sS](?!{more}))[^\W_]{more}*)*")


_MARKS = {"Mn", "Mc", "Me"}
