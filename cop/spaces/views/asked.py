"""What an address asks for: a place in a list. Anything no page would say is refused (S26)."""

from flask import abort

from cop.spaces.queries.places import Place
from cop.web.asked import only


def place() -> Place | None:
    """The place behind which the page begins."""
    text = only("after")
    if not text:
        return None
    try:
        return Place.read(text)
    except ValueError:
        abort(400)
