"""Reads objects of JSON in which nothing can be read in two ways."""

import json
from typing import Any, NoReturn

from cop.openid.refusals import Refused


def read_object(text: bytes | str, *, code: str) -> dict[str, Any]:
    """The object that `text` is; Refused by `code` for anything else, and for a name that stands there twice."""
    try:
        said = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused(code) from error
    if not isinstance(said, dict):
        raise Refused(code)
    return said


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise ValueError("a name stands there twice")
    return named


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)
