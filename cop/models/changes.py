"""How texts change where words are taken out of them: values, so that what one has made of a text is known again."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from cop.models import quoted_text

MARK = "▮taken out▮"
"""Stands where words were, visible to who looks and to who listens; it means nothing in Markdown."""


class Change(Protocol):
    def __call__(self, text: str) -> str:
        """What `text` is to say from now on."""


@dataclass(frozen=True)
class TakenOut:
    """`words`, wherever they stand: in capitals or not, over the end of a line, and on in the next of a quotation."""

    words: str

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        between = r"\s+(?:>\s*)*"
        return re.compile(between.join(map(re.escape, self.words.split())), re.IGNORECASE)

    def __call__(self, text: str) -> str:
        return self._pattern.sub(MARK, text)

    def is_in(self, text: str | None) -> bool:
        return bool(text and self._pattern.search(text))

    def from_name(self, name: str) -> str:
        """The name of a file without them; what kind of file it is stays."""
        stem, dot, ending = name.rpartition(".")
        return f"{self(stem)}{dot}{ending}"


@dataclass(frozen=True)
class FromQuotations:
    """Of the post `post_id`: `words` are taken out of them, or all that they hold where none are named."""

    post_id: int
    words: str = ""

    def __call__(self, text: str) -> str:
        if self.words:
            return quoted_text.within_quotations(text, self.post_id, TakenOut(self.words))
        return quoted_text.without_quotations(text, self.post_id)


@dataclass(frozen=True)
class FromLines:
    """The same of a line of a room, which `said` this, now and before."""

    said: tuple[str, ...]
    words: str = ""

    def __call__(self, text: str) -> str:
        if self.words:
            return quoted_text.within_plain_quotations(text, TakenOut(self.words))
        return quoted_text.without_lines(text, self.said)
