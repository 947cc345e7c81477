"""What most people write, to HTML without any library: paragraphs, simple lists and quotations, stresses and links.

It knows these few forms, and makes of them what the libraries make, to the letter (tests/test_prose.py holds it to
them). Of a text with anything else in it it makes nothing.
"""

import html
import re
from itertools import pairwise

LINK_RELATION = "noopener nofollow ugc"

ITEM, SAID = "- ", "> "
"""What each line of a list or of a quotation begins with."""

_PLAIN = re.compile(r"[“(]?[^\W_]+(?:(?:[ ,.;?!'’“”()…–—%£\n-]|:[ \n])+[^\W_]+)*[ .,:;?!'’”)…%]*")
_LINK = re.compile(
    r"(?<!\S)https?://[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]{2,})+(?:/[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)*/?(?=[ \n]|$)"
)
_STRESS = re.compile(r"(?<![^\s(“])\*\*(?=[^\W_])([^*\n]*[^\W_])\*\*(?![\w*])")
_LIST_OR_LINK = re.compile(r"(?m)^\s{0,3}\d{1,9}[.)](?:\s|$)|^ {4}|^[ ]*[-=]+[ ]*$| $|\n[ \n]|\w\.\w|^- ")


def rendered(text: str) -> str | None:
    """HTML of Markdown `text`; None where there is more in it than prose."""
    blocks = text.split("\n\n")
    lists = [block.startswith(ITEM) for block in blocks]
    if (True, True) in pairwise(lists):
        return None  # they are one list, of paragraphs
    made = [_block(block) for block in blocks]
    return None if None in made else "\n".join(map(str, made))


def paragraph(typed: str) -> str:
    """`typed`, in which every sign stands for itself, in one paragraph."""
    return _broken(html.escape(typed, quote=False))


def _block(text: str) -> str | None:
    if text.startswith(ITEM):
        return _list(text)
    if text.startswith(SAID):
        return _quotation(text)
    return _broken(_marked(text)) if _is_plain(text) else None


def _list(text: str) -> str | None:
    items = _inside(text, ITEM)
    if not all(map(_is_plain, items)):
        return None
    return "\n".join(["<ul>", *(f"<li>{_marked(each)}</li>" for each in items), "</ul>"])


def _quotation(text: str) -> str | None:
    said = "\n".join(_inside(text, SAID))
    return f"<blockquote>\n{_broken(_marked(said))}\n</blockquote>" if _is_plain(said) else None


def _inside(text: str, sign: str) -> list[str]:
    """The lines without `sign`; one that has none is left empty, which is never plain."""
    return [line.removeprefix(sign) if line.startswith(sign) else "" for line in text.split("\n")]


def _is_plain(text: str) -> bool:
    """Whether `text` is words, simple addresses and stresses alone."""
    words = _STRESS.sub(r"\1", _LINK.sub("link", text))
    return bool(_PLAIN.fullmatch(words)) and not _LIST_OR_LINK.search(words)


def _marked(plain: str) -> str:
    """`plain` with its simple addresses as links, and its stresses, as the libraries make them."""
    linked = _LINK.sub(rf'<a href="\g<0>" rel="{LINK_RELATION}">\g<0></a>', html.escape(plain, quote=False))
    return _STRESS.sub(r"<strong>\1</strong>", linked)


def _broken(inside: str) -> str:
    return "<p>" + inside.replace("\n", "<br>\n") + "</p>"
