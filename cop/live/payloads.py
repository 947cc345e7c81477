"""Reads what a client sent into a shape: nothing else of it gets further (S9, S20)."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, TypeVar, get_type_hints

from cop.errors import Invalid

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL and lone surrogates: JSON can say them, no database keeps them."""

type_of = TypeVar("type_of")


def read(shape: type[type_of], payload: Any) -> type_of:
    """`payload` as the dataclass `shape`; unknown fields are ignored, wrong types and missing fields are Invalid.

    Fields are `str`, `int`, `bool` or optional ones of these; a bool is no int here (CVE-2026-27491's class).
    """
    if not isinstance(payload, dict):
        raise Invalid("That was not understood.")
    hints = _hints_of(shape)  # type: ignore[arg-type]
    values = {}
    for each in fields(shape):  # type: ignore[arg-type]
        if each.name not in payload and each.default is not MISSING:
            continue
        value = payload.get(each.name)
        if not _fits(value, hints[each.name]):
            raise Invalid("That was not understood.", field=each.name)
        values[each.name] = value
    return shape(**values)


@cache
def _hints_of(shape: type) -> Mapping[str, Any]:
    """Looked up once: shapes are few, and each event has one."""
    return get_type_hints(shape)


def _fits(value: Any, hint: Any) -> bool:
    kinds = getattr(hint, "__args__", (hint,))
    if type(value) not in kinds or (isinstance(value, int) and abs(value) >= 2**53):
        return False
    return not (isinstance(value, str) and _UNSTORABLE.search(value))


@dataclass(frozen=True, slots=True)
class Nothing:
    """The payload of an event that carries none."""
