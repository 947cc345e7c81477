"""What an address asks for: a place in a list, a name to look for. Anything no page would say is refused (S26)."""

from datetime import date, datetime, time

from flask import abort, request

from cop import clock
from cop.spaces.queries.places import Place

NAME_LIMIT = 100


def after() -> Place | None:
    """The place behind which the page begins."""
    text = _once("after")
    if not text:
        return None
    try:
        return Place.read(text)
    except ValueError:
        abort(400)


def name() -> str:
    """The name that is looked for, or nothing."""
    text = _once("name").strip()
    if len(text) > NAME_LIMIT:
        abort(400)
    return text


def _once(parameter: str) -> str:
    values = request.args.getlist(parameter)
    if len(values) > 1:
        abort(400)
    return values[0] if values else ""


def today() -> date:
    """The day it is in the United Kingdom."""
    return clock.now().astimezone(LONDON).date()


def morning_of(day: date) -> datetime:
    """When `day` begins in the United Kingdom."""
    return datetime.combine(day, time.min, LONDON)
