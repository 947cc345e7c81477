"""The words of a text and the stems they are found by: one stemmer for every database, so that both find the same."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import snowballstemmer

VERSION = 1
"""Raise when the same text would give other stems; an index entry carries the number it was made with."""

LONGEST = 40
"""Characters of a word that count; what is longer is no word that anybody types."""

_LITTLE = (
    "a an and are as at be been but by can did do does for from had has have he her his how i if in into is it its me "
    "my no not of on or our she so that the their them then there these they this to up was we were what when which "
    "who will with would you your"
)
LITTLE = frozenset(_LITTLE.split())
"""Words that say nothing by themselves: a question asks for its other words."""

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_english = snowballstemmer.stemmer("english")


def fold(text: str) -> str:
    """`text` without the case and the accents that tell words apart on paper only."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def words(text: str) -> list[str]:
    """The words of `text` in their order, folded, each at most LONGEST characters; an apostrophe parts none."""
    return [word[:LONGEST] for word in _WORD.findall(fold(_APOSTROPHE.sub("", text)))]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What a folded word has in common with its other forms; organize is organise."""
    found = str(_english.stemWord(word)) or word
    return f"{found[:-2]}is" if found.endswith("iz") and len(found) > 4 else found


def stems(text: str) -> list[str]:
    """The stems of `text` in their order."""
    return [stem(word) for word in words(text)]


def pieces(text: str, wanted: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """`text` in pieces, each with whether it is a word of one of the stems `wanted`; together they are `text` again."""
    asked, at = frozenset(wanted), 0
    for begin, end in spans(text):
        if asked.isdisjoint(stems(text[begin:end])):
            continue
        if begin > at:
            yield text[at:begin], False
        yield text[begin:end], True
        at = end
    if at < len(text):
        yield text[at:], False


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of `text` begin and end; with its apostrophe a word is one."""
    return (found.span() for found in _SPAN.finditer(text))


_SPAN = re.compile(r"[^\W_][\u0300-\u036f]*(?:[^\W_]|[\u0300-\u036f]|(?<=\w)['’](?=\w))*")
