"""Quotations as they stand in what people typed: found there by the rule that finds them in the HTML, and changed."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

from cop import quoting

Change: TypeAlias = Callable[[str], str]

_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
_MARKS = re.compile(r"^[\s>*+\-\d.)]*")
_IN_LISTS = re.compile(r"(?:\s|[-+*]\s|\d+[.)]\s)*")
_LEADS_TO_POST = re.compile(r"/posts/([1-9]\d{0,14})\Z")
_NAMED_ABOVE = re.compile(r"\*\*.*\*\* wrote.*:")
_PLAIN_QUOTATION = re.compile(r"(?m)^>.*(?:\n>.*)*")

EMPTIED = "> *What was quoted here was removed for good.*"


def emptied(post_id: int) -> str:
    """What stands for a quotation of the post from now on: what its HTML says, as somebody would type it."""
    return f"> *What was quoted here [was taken back or hidden](/posts/{post_id}).*"


def within_quotations(text: str, post_id: int, change: Change) -> str:
    """`text` with `change` applied to each quotation of the post `post_id` in it, the link above included."""
    if f"/posts/{post_id}" not in text:
        return text
    lines = text.split("\n")
    for first, end in reversed(list(_quotations(text, post_id))):
        lines[first:end] = change("\n".join(lines[first:end])).split("\n")
    return "\n".join(lines)


def without_quotations(text: str, post_id: int) -> str:
    """`text` with nothing in it of what it quotes of the post."""
    return within_quotations(text, post_id, lambda block: _marks_before(block) + emptied(post_id))


def within_plain_quotations(text: str, change: Change) -> str:
    """The same for all that stands behind a ">": lines of a room are quoted without a link."""
    return _PLAIN_QUOTATION.sub(lambda block: change(block[0]), text)


def without_lines(text: str, said: Sequence[str]) -> str:
    """`text` with nothing in it of what it quotes, in full and word for word, of what was `said` in a room."""
    for each in sorted(filter(None, said), key=len, reverse=True):
        block = re.escape(quoting.quoted(each))
        text = re.sub(rf"(?m)^{block}$", EMPTIED, text)
    return text


def _quotations(text: str, post_id: int) -> Iterator[tuple[int, int]]:
    """The lines of each, from the first up to the one behind the last; none of them within another."""
    tokens, reached = _PARSER.parse(text), 0
    for place, token in enumerate(tokens):
        if token.type == "blockquote_open" and token.map:
            first, quoted_id = _above(tokens, place)
            if quoted_id == post_id and first is not None and first >= reached:
                reached = token.map[1]
                yield first, reached


def _marks_before(block: str) -> str:
    """What stands before the link: the marks of the list or the quotation that all of it is in."""
    found = _MARKS.match(block)
    return found[0] if found else ""


class Quotation(NamedTuple):
    """Lines of a text from `first` up to the one behind the last, with the line above that says whose they are.
    `post_id` is of the post that they are quoted from, where that line leads to one.
    """

    first: int
    end: int
    post_id: int | None


def quotations_in(text: str) -> list[Quotation]:
    """Each that stands in no other, whoever is quoted."""
    if ">" not in text:
        return []
    tokens, reached, found = _PARSER.parse(text), 0, []
    for place, token in enumerate(tokens):
        if token.type == "blockquote_open" and token.map and token.map[0] >= reached:
            first, post_id = _above(tokens, place)
            reached = token.map[1]
            found.append(Quotation(token.map[0] if first is None else first, reached, post_id))
    return found


def with_left_out(text: str, quotations: Sequence[Quotation], words: str) -> str:
    """`text` with `words` in the place of each of these quotations of it."""
    lines = text.split("\n")
    for each in reversed(quotations):
        lines[each.first : each.end] = [_IN_LISTS.match(lines[each.first])[0] + words]  # type: ignore[index]  # or ""
    return "\n".join(lines)


def _above(tokens: Sequence[Token], place: int) -> tuple[int | None, int | None]:
    """The line above the quotation at `place` that says whose it is, and the post that it leads to."""
    before = tokens[max(0, place - 3) : place]
    if [each.type for each in before] != ["paragraph_open", "inline", "paragraph_close"]:
        return None, None
    inline = before[1]
    if inline.map and _NAMED_ABOVE.fullmatch(inline.content):
        return inline.map[0], None
    post_id = _post_named_by(inline.children or [])
    return (inline.map[0], post_id) if inline.map and post_id else (None, None)


def _post_named_by(parts: Sequence[Token]) -> int | None:
    """The post that a line leads to which is a link and a colon, and nothing else."""
    if len(parts) < 4 or parts[0].type != "link_open" or parts[-2].type != "link_close":
        return None
    found = _LEADS_TO_POST.match(str(parts[0].attrGet("href")))
    return int(found[1]) if found and parts[-1].content.strip() == ":" else None
