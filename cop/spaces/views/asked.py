"""What an address asks for: a place in a list, a name to look for. Anything no page would say is refused (S26)."""

from datetime import date, datetime, time

from flask import abort

from cop import clock
from cop.clock import LONDON
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


def today() -> date:
    """The day it is in the United Kingdom."""
    return clock.now().astimezone(LONDON).date()


def morning_of(day: date) -> datetime:
    """When `day` begins in the United Kingdom."""
    return datetime.combine(day, time.min, LONDON)
