"""Quotations of posts in posts: found in their HTML by the link that stands above them, named, and emptied."""

import html
import re
from collections.abc import Collection, Iterator, Mapping

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, session

MOST_QUOTED = 50
"""Posts that one post can quote; what it quotes beyond that is text like any other."""

_ABOVE = re.compile(r'<p><a href="/posts/([1-9]\d{0,14})" rel="[^"]*">([^<]*)</a>:</p>\s*<blockquote>')
_EDGE = re.compile(r"<(/?)blockquote>")


class PostQuote(Base):
    """A post that another one of the same space quotes. Who wrote the first is told of the second."""

    __tablename__ = "post_quote"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    quoted_id: Mapped[int] = mapped_column(
        ForeignKey("post.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    @classmethod
    def renew(cls, post_id: int, quoted_ids: Collection[int]) -> None:
        """Let these be the posts that it quotes."""
        session.execute(sa.delete(cls).where(cls.post_id == post_id))
        if quoted_ids:
            rows = [{"post_id": post_id, "quoted_id": each} for each in quoted_ids]
            session.execute(sa.insert(cls), rows)


def quotes_something(text: str) -> bool:
    """Whether `text` may quote a post: it has an address of one in it."""
    return "/posts/" in text


def quoted_ids(rendered: str) -> list[int]:
    """Ids that the quotations in the HTML `rendered` name above them, in order, each once."""
    found = dict.fromkeys(int(each[1]) for each in _ABOVE.finditer(rendered))
    return list(found)[:MOST_QUOTED]


def with_names(rendered: str, names: Mapping[int, str]) -> str:
    """`rendered` with the name of who wrote it above each quotation of a post in `names` (id, name), whatever was
    written there: nobody is quoted under the name of another.
    """

    def named(above: re.Match[str]) -> str:
        name = names.get(int(above[1]))
        if name is None:
            return above[0]
        start, end = above.span(2)
        words = f"{html.escape(name, quote=False)} wrote"
        return above[0][: start - above.start()] + words + above[0][end - above.start() :]

    return _ABOVE.sub(named, rendered)


def without(rendered: str, lost: Collection[int]) -> str:
    """`rendered` without what it quotes of the posts `lost`, and without the names of who wrote that."""
    return "".join(_pieces(rendered, lost)) if lost else rendered


def _pieces(rendered: str, lost: Collection[int]) -> Iterator[str]:
    place = 0
    while above := _ABOVE.search(rendered, place):
        if int(above[1]) in lost:
            yield rendered[place : above.start()] + _emptied(above[1])
            place = _end_of_quotation(rendered, above.end())
        else:
            yield rendered[place : above.end()]
            place = above.end()
    yield rendered[place:]


def _emptied(quoted_id: str) -> str:
    link = f'<a href="/posts/{quoted_id}">was taken back or hidden</a>'
    return f"<blockquote><p><em>What was quoted here {link}.</em></p></blockquote>"


def _end_of_quotation(rendered: str, place: int) -> int:
    """Where the blockquote ends in which `place` stands, others within it included."""
    depth = 1
    for edge in _EDGE.finditer(rendered, place):
        depth += -1 if edge[1] else 1
        if depth == 0:
            return edge.end()
    return len(rendered)
