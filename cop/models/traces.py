"""Traces of words that are to be nowhere any more: by these a copy of them is known, though they are kept no longer."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cop import stems
from cop.stems import LITTLE

RUN = 5
"""So many words in a row are a trace."""

SHORTEST, LINE = 12, 20
"""Characters of a text, and of a line, of fewer words that are a trace as a whole: “Hello, all” is anybody's."""

TELLING = 2
"""So many words of a run say something: “it is not that we” is anybody's as well."""

MOST_ANCHORS = 40

_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Traces:
    """`runs` are of RUN words each, `wholes` of fewer; words as `stems.words` folds them, with a space between two.
    `anchors` are words, as they are typed, of which each text with a trace has one; none where that can't be said.
    `stems` are those of all that was said.
    """

    runs: frozenset[str]
    wholes: frozenset[str]
    anchors: tuple[str, ...]
    stems: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Traces":
        """Of what people typed and of HTML alike."""
        runs, wholes, typed, found = set[str](), set[str](), set[str](), set[str]()
        for text in filter(None, texts):
            bare = _bare(text)
            words = stems.words(bare)
            found.update(map(stems.stem, words))
            typed.update(word.lower() for word in _WORD.findall(bare) if word.isascii())
            runs.update(_runs(words))
            wholes.update(_wholes(bare))
        return cls(frozenset(runs), frozenset(wholes), _anchors(runs | wholes, typed), frozenset(found))

    def are_in(self, text: str) -> bool:
        """Whether `text`, or HTML, holds one of them."""
        words = stems.words(_bare(text))
        if not self.runs.isdisjoint(_all_runs(words)):
            return True
        padded = f" {' '.join(words)} "
        return any(f" {each} " in padded for each in self.wholes)


def _bare(text: str) -> str:
    return html.unescape(_TAG.sub(" ", text))


def _runs(words: list[str]) -> Iterable[str]:
    return (run for run in _all_runs(words) if len(set(run.split()) - LITTLE) >= TELLING)


def _all_runs(words: list[str]) -> Iterable[str]:
    return (" ".join(words[place : place + RUN]) for place in range(len(words) - RUN + 1))


def _wholes(text: str) -> Iterable[str]:
    """The text, if it has too few words for a run, and such lines of it."""
    for each, least in ((text, SHORTEST), *((line, LINE) for line in text.splitlines())):
        words = stems.words(each)
        if len(words) < RUN and len(" ".join(words)) >= least:
            yield " ".join(words)


def _anchors(traces: Iterable[str], typed: set[str]) -> tuple[str, ...]:
    """Few words that together stand in all of `traces`: the longest of each that no other has brought in."""
    chosen: set[str] = set()
    for trace in sorted(traces):
        words = set(trace.split()) & typed
        if not words:
            return ()
        if chosen.isdisjoint(words):
            chosen.add(max(words, key=lambda word: (len(word), word)))
        if len(chosen) > MOST_ANCHORS:
            return ()
    return tuple(sorted(chosen))
