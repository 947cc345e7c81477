"""Short ways to have workshops, through the models and through their command."""

from datetime import date, timedelta

from cop import clock, db
from cop.models import Component, Material, Person, Segment, Space, Task, Workshop
from cop.programme import commands
from cop.programme.commands import Assignment, Plan
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


def put_task(space: Space, *, key: str = "task-for-tests") -> Task:
    """One in the running command, due in three weeks."""
    task = Task(
        space_id=space.id, title="A task", due_on=clock.today() + timedelta(days=21), key=key, digest=""
    )
    db.session.add(task)
    db.session.flush()
    return task


def assign(person: Person, space: Space, due_on: date, **said: object) -> Task:
    """A task that `person` has set."""
    assignment = Assignment(due_on=due_on, **{"title": "Look around you"} | said)
    return commands.set_task(actor_id=person.id, space_id=space.id, assignment=assignment, key=key())


def plan(person: Person, space: Space, day: date, **said: object) -> Workshop:
    """A workshop that `person` has planned."""
    about = {"number": 1, "title": "Culture"} | said
    return commands.plan_workshop(
        actor_id=person.id, space_id=space.id, plan=Plan(day=day, **about), key=key()
    )
