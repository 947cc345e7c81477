"""The blueprint, and what its pages read from an address."""

from flask import Blueprint, request, url_for
from werkzeug.exceptions import BadRequest

from cop.models import Post

blueprint = Blueprint("forum", __name__)

LONGEST_NUMBER = 15
"""Digits of a number in an address: no database takes offence at those."""


def address_of(post: Post) -> str:
    """Where `post` stands: the page of its topic, at the post."""
    return url_for("forum.topic", topic_id=post.topic_id, page=post.page, _anchor=f"post-{post.id}")


def number(name: str) -> int | None:
    """The query's one positive number `name`; None where it is absent. Anything else is a bad request (S26)."""
    word = only(name)
    if word is None:
        return None
    return counted(word)


def only(name: str) -> str | None:
    """The query's `name`; twice is a bad request."""
    words = request.args.getlist(name)
    if len(words) > 1:
        raise BadRequest
    return words[0] if words else None


def counted(word: str) -> int:
    """`word` as a positive number of reasonable length, or a bad request."""
    if not (word.isascii() and word.isdecimal() and len(word) <= LONGEST_NUMBER and int(word) > 0):
        raise BadRequest
    return int(word)
