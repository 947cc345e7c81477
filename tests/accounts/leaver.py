"""Zanzibarra, whose words, name and address are known wherever they turn up, and how she leaves.

What members read of hers outside of sets and conversations says KEPT, everything else says GONE.
"""

from dataclasses import dataclass, field

from cop import db
from cop.accounts import commands, tasks
from cop.accounts.commands import passwords
from cop.models import (
    Departure,
    Message,
    Person,
    Post,
    Space,
    Way,
)
from tests.accounts.letterbox import deliver
from tests.people import PASSWORD, World, add_person, join

KEPT, GONE, NAME, ADDRESS = "quizzlewort", "vexilbrand", "zanzibarra", "mallowmarsh"
PROFILE = "brindlecask"
"""Stands in her profile and nowhere else."""

CALLED = "Zanzibarra O'Neil-Smythe"
SAYS = f"Our ward wrote about {KEPT} and how much of it there was on Tuesday."


@dataclass
class Left:
    """Some of what others wrote to her, or with her words, and hers that they answered."""

    person: Person
    opening: Post
    reply: Post
    line: Message
    in_set: Post
    answers: dict[str, Post | Message] = field(default_factory=dict)
    stored: list[str] = field(default_factory=list)


@db.command
def arrive(world: World) -> Person:
    """A member of cohort, set and network with a password."""
    person = add_person("zanzibarra")
    person.name, person.email = CALLED, f"{ADDRESS}@example.org"
    person.organisation_id = world.ann.organisation_id
    person.password_hash = passwords.keep(PASSWORD)
    person.about = f"I know all about {PROFILE} and its cost"
    for space in (world.cohort, world.set_a, world.network):
        join(person, db.get(Space, space.id))
    return person


def leave(person: Person, way: Way) -> Departure:
    return commands.leave_place(actor_id=person.id, way=way, password=PASSWORD)


def work_off() -> None:
    """Let all jobs go until nothing is left to be done."""
    for _ in range(4):
        tasks.work_off_departures.run()
        deliver()


def gone(person_id: int) -> Departure:
    db.session.expire_all()
    return db.session.get_one(Departure, person_id)
