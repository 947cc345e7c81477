"""Columns that hold one word of a few, and how a statement names such a word."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import TypeResolve


class OneOf(sa.Enum):
    """A word of a `StrEnum`. Those that a condition names stand in the statement as they are written: sent as values
    they would be made ready for the database each time, and it could plan for none of them.
    """

    def __init__(self, *words: Any, **options: Any) -> None:
        options.setdefault("values_callable", lambda kind: [*map(str, kind)])
        super().__init__(*words, **{"native_enum": False, "length": 32, **options})

    class Comparator(sa.Enum.Comparator):
        def operate(self, op: Any, *other: Any, **options: Any) -> sa.ColumnElement[Any]:
            return super().operate(op, *(_written(each, self.type) for each in other), **options)

    comparator_factory = Comparator


def _written(other: Any, kind: Any) -> Any:
    if isinstance(other, StrEnum):
        return sa.literal_column(f"'{other.value}'", kind)
    if isinstance(other, Collection) and other and all(isinstance(each, StrEnum) for each in other):
        return [_written(each, kind) for each in other]
    return other


def of_annotation(resolve: TypeResolve) -> OneOf | None:
    """For the registry of models: the column of an attribute that is annotated as a `StrEnum`."""
    kind = resolve.resolved_type
    return OneOf(kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else None
