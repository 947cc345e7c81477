"""Pieces of pages that show nothing but what they are given, kept as they were rendered."""

from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Any

from cop.db import Base
from cop.web.pages import fragment

MOST = 4_096
"""Pieces of one template that are kept: some thousand people's rails, or the rows of the busiest forums."""

FEWER = {"forum/reply.html": 256, "forum/_topic_title.html": 256}
"""Of what is large, and another one on each page of each topic, or for each topic."""


class Piece(str):
    """What a template has made and escaped: others print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def piece(template: str, **given: Any) -> Piece:
    """`template`, rendered as a fragment, with values that can be hashed and can't change. It sees them and no more, so
    there is nothing else by which it could have become another (I5). A row of the database can change: TypeError.
    Each template has its own places, so that who turns all pages of a forum pushes out nobody's rail.
    """
    return _kept(template)(**given)


@cache
def _kept(template: str) -> Callable[..., Piece]:
    return lru_cache(FEWER.get(template, MOST), typed=True)(partial(_made, template))


def _made(template: str, **given: Any) -> Piece:
    if any(isinstance(value, Base) for value in given.values()):
        raise TypeError("a piece is made of values, not of rows")
    return Piece(fragment(template, **given))
