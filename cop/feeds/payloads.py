"""Dates as other programs read them: iCalendar (RFC 5545)."""

from datetime import UTC, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vDuration

from cop.feeds.queries import Dates
from cop.models import Space
from cop.models.calendar import SEALED_AS, Entry

PRODUCT = "-//Community of Practice//Calendar//EN"
AGAIN = timedelta(hours=4)
"""How often a program may look."""


def ical(dates: Dates, *, site: str, public_url: str) -> bytes:
    """The dates as a calendar that is called after `site` and what it is of. Of a set and of a pair it says that
    something is held, and when: no name, no place and no address (domain.md SM7).
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, f"{site}: {_called(dates.space)}")
    calendar.add("refresh-interval", vDuration(AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(AGAIN))
    for entry in dates.entries:
        calendar.add_component(_event(entry, dates.spaces[entry.space_id], public_url))
    return bytes(calendar.to_ical())


def _called(space: Space | None) -> str:
    if space is None:
        return "my calendar"
    return SEALED_AS.get(space.kind, space.name)


def _event(entry: Entry, space: Space, public_url: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{urlsplit(public_url).hostname}")
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for name in ("dtstamp", "last-modified"):
        event.add(name, entry.changed_at.astimezone(UTC))
    _say_when(event, entry)
    if entry.is_sealed:
        event.add("summary", entry.what)
        event.add("class", "PRIVATE")
        return event
    event.add("summary", f"{entry.what} – {space.name}")
    event.add("url", f"{public_url}{entry.path}")
    if entry.where:
        event.add("location", entry.where)
    return event


def _say_when(event: Event, entry: Entry) -> None:
    """In UTC, or as a whole day, which takes nobody's time."""
    if entry.begins is None:
        event.add("dtstart", entry.day)
        event.add("transp", "TRANSPARENT")
        return
    event.add("dtstart", entry.begins.astimezone(UTC))
    if entry.ends is not None:
        event.add("dtend", entry.ends.astimezone(UTC))
