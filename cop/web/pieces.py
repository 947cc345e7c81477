"""Pieces of pages that show nothing but what they are given, kept as they were rendered."""

from functools import lru_cache
from typing import Any

from cop.db import Base
from cop.web.pages import fragment

MOST = 4_096
"""Pieces that are kept: some thousand people's rails, and the rows of the busiest forums."""


class Piece(str):
    """What a template has made and escaped: others print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@lru_cache(MOST, typed=True)
def piece(template: str, **given: Any) -> Piece:
    """`template`, rendered as a fragment, with values that can be hashed and can't change. It sees them and no more, so
    there is nothing else by which it could have become another (I5). A row of the database can change: TypeError.
    """
    if any(isinstance(value, Base) for value in given.values()):
        raise TypeError("a piece is made of values, not of rows")
    return Piece(fragment(template, **given))
