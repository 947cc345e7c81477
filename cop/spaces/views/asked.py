"""What an address asks for: a place in a list, a name to look for. Anything no page would say is refused (S26)."""

from flask import abort

from cop.spaces.queries.places import Place
from cop.web.asked import only

NAME_LIMIT = 100


def after() -> Place | None:
    """The place behind which the page begins."""
    text = only("after")
    if not text:
        return None
    try:
        return Place.read(text)
    except ValueError:
        abort(400)


def name() -> str:
    """The name that is looked for, or nothing."""
    text = (only("name") or "").strip()
    if len(text) > NAME_LIMIT:
        abort(400)
    return text
