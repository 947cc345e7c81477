"""Places in an ordered list of names: a page begins behind one, so no page costs more for being far down (S26)."""

from dataclasses import dataclass
from typing import Generic, TypeVar

import sqlalchemy as sa

from cop.models import Organisation, Person

T = TypeVar("T")
Named = type[Person] | type[Organisation]
"""What is listed by name."""
HIGHEST_ID = 2**53


@dataclass(frozen=True, slots=True)
class Place:
    """Behind whoever or whatever has this name, in the order of names."""

    id: int
    name: str

    def __str__(self) -> str:
        return f"{self.id}-{self.name}"

    @classmethod
    def of(cls, named: Person | Organisation) -> "Place":
        return cls(named.id, named.name)

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place that `text` names; ValueError for anything that no page would say."""
        number, hyphen, name = text.partition("-")
        if not (
            hyphen and number.isascii() and number.isdigit() and int(number) < HIGHEST_ID and len(name) <= 200
        ):
            raise ValueError(text)
        return cls(int(number), name)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of a list, and the place behind which the rest begins (None: that was all)."""

    rows: list[T]
    next: Place | None


def by_name(of: Named = Person) -> tuple[sa.ColumnElement[str], sa.ColumnElement[int]]:
    """The order of people, or of others, in lists."""
    return sa.func.lower(of.name), sa.type_coerce(of.id, sa.BigInteger())


def behind(place: Place | None, of: Named = Person) -> sa.ColumnElement[bool]:
    """The condition of standing behind `place` in that order."""
    if place is None:
        return sa.true()
    after = sa.tuple_(sa.func.lower(sa.literal(place.name)), sa.literal(place.id, sa.BigInteger()))
    return sa.tuple_(*by_name(of)) > after
