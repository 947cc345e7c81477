"""What a request asks for. Anything that no page of ours would say is a bad request (security.md S26)."""

import re

from flask import request
from werkzeug.exceptions import BadRequest

NUMBER = re.compile(r"[0-9]{1,15}")
"""No database takes offence at so many digits."""

NAME_LIMIT = 100


def is_fragment() -> bool:
    """Whether htmx asks, and wants a piece of the page."""
    return bool(request.headers.get("HX-Request"))


def only(name: str) -> str | None:
    """The query's `name`, None where it is absent; twice is a bad request."""
    words = request.args.getlist(name)
    if len(words) > 1:
        raise BadRequest
    return words[0] if words else None


def name() -> str:
    """The name that is looked for, or nothing."""
    text = (only("name") or "").strip()
    if len(text) > NAME_LIMIT:
        raise BadRequest
    return text


def number(name: str) -> int | None:
    """The query's positive number `name`, None where it is absent."""
    word = only(name)
    return None if word is None else counted(word)


def counted(word: str) -> int:
    """`word` as a number from 1."""
    return whole(word) or _refuse()


def whole(word: str) -> int:
    """`word` as a number from 0."""
    return int(word) if NUMBER.fullmatch(word) else _refuse()


def _refuse() -> int:
    raise BadRequest
