"""Pages of rows, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

PAGE = 20


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows in their order; `is_last` says that nothing follows."""

    rows: Sequence[T]
    is_last: bool


def page_of(rows: Sequence[T]) -> Page[T]:
    """Of one row more than a page has."""
    return Page(rows[:PAGE], is_last=len(rows) <= PAGE)
