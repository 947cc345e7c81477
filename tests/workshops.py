"""Short ways to have workshops, through the models and through their command."""

from datetime import date, timedelta

from cop import clock, db
from cop.models import Component, Material, Person, Segment, Space, Workshop
from cop.programme import commands
from cop.programme.commands import Plan
from tests.people import key


def put_workshop(space: Space, *, key: str = "workshop-for-tests") -> Workshop:
    """One in the running command, with two parts and something to read, a month from now."""
    day = clock.today() + timedelta(days=30)
    workshop = Workshop(space_id=space.id, number=1, title="A workshop", day=day, key=key, digest="")
    workshop.segments = [
        Segment(place=1, title="A policy", component=Component.KNOWLEDGE),
        Segment(place=2, title="A conversation", component=Component.LEADERSHIP),
    ]
    workshop.materials = [Material(title="A paper", address="https://example.org/paper")]
    db.session.add(workshop)
    db.session.flush()
    return workshop


def plan(person: Person, space: Space, day: date, **said: object) -> Workshop:
    """A workshop that `person` has planned."""
    about = {"number": 1, "title": "Culture"} | said
    return commands.plan_workshop(
        actor_id=person.id, space_id=space.id, plan=Plan(day=day, **about), key=key()
    )
