"""One person's words as a Markdown quotation, ready to be answered by another."""

import re

_LINKED_QUOTATION = re.compile(r"(?m)^\[[^\n]*\]\(/posts/\d+\):\n\n(?:>.*\n)+")
_NAMED_QUOTATION = re.compile(r"(?m)^\*\*[^\n]*\*\* wrote[^\n]*:\n\n(?:>.*\n)+")
_ESCAPED = re.compile(r"([\\`*_\[\]<>#])")


def quote(text: str, *, name: str, when: str = "") -> str:
    """`text` as a Markdown quotation of `name`, who wrote it `when`, ready to be answered."""
    return f"**{escaped(name)}** wrote{when and f' on {when}'}:\n\n{quoted(text)}\n\n"


def quote_from(address: str, text: str, *, name: str) -> str:
    """`text` as a Markdown quotation of `name`, under a link to `address`, a path of this site where they wrote it.
    What they quoted so themselves is left out: a quotation carries its author's own words.
    """
    own = _LINKED_QUOTATION.sub("", f"{text}\n").strip() or "…"
    return f"[{escaped(name)} wrote]({address}):\n\n{quoted(own)}\n\n"


def own_words(text: str) -> str:
    """`text` without what it quotes of others as this site writes it: under a link, or under a name in bold."""
    return _NAMED_QUOTATION.sub("", _LINKED_QUOTATION.sub("", f"{text}\n")).strip()


def escaped(name: str) -> str:
    """`name` so that Markdown shows it as it is."""
    return _ESCAPED.sub(r"\\\1", name)


def quoted(text: str) -> str:
    """The lines of `text` as a quotation has them."""
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())
