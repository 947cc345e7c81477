"""Asking for an inspection of set A, and approving it, for tests of what comes of it."""

from typing import Any

import sqlalchemy as sa

from cop import db, policy
from cop.models import (
    Appointment,
    Basis,
    Decision,
    Ground,
    Inspection,
    Letter,
    LetterKind,
    Message,
    Person,
    Report,
    Review,
    ReviewKind,
    Space,
    Verdict,
)
from cop.spaces import commands
from cop.spaces.commands import Sought
from tests import people
from tests.people import World

WHY = "Somebody may be in danger"


def sought(**other: Any) -> Sought:
    demand = {"basis": Basis.LEGAL, "report": "", "demand": "Order 12 of the county court", "reason": WHY}
    return Sought(**(demand | other))


def ask(world: World, asker: Person, **other: Any) -> Inspection:
    return commands.ask_inspection(actor_id=asker.id, space_id=world.set_a.id, sought=sought(**other))


def approve(person: Person, inspection: Inspection) -> Inspection:
    return commands.approve_inspection(actor_id=person.id, inspection_id=inspection.id)


def opened(world: World, steward: Person, **other: Any) -> Inspection:
    """Staff read set A, and `steward` has approved it."""
    return approve(steward, ask(world, world.staff, **other))


@db.command
def report(world: World, reporter: Person, message_id: int) -> Report:
    """Made by `reporter` of a line."""
    review = Review.open_for(db.get(Message, message_id), ReviewKind.REPORT)
    made = Report(reporter_id=reporter.id, category=Ground.OTHER, reason="It frightens me")
    review.add(made)
    return made


def end(person: Person, inspection: Inspection) -> Inspection:
    return commands.end_inspection(actor_id=person.id, inspection_id=inspection.id)


def step_back(person: Person) -> None:
    """Hold no appointment any more."""
    held = db.session.scalars(sa.select(Appointment).where(Appointment.person_id == person.id)).one()
    commands.end_appointment(actor_id=person.id, appointment_id=held.id)


def reads(person: Person, space: Space) -> bool:
    return policy.can_read_space(policy.load_actor(person.id), db.get(Space, space.id))


def letters_to(person: Person) -> list[Letter]:
    of = (Letter.kind == LetterKind.INSPECTION, Letter.person_id == person.id)
    return list(db.session.scalars(sa.select(Letter).where(*of)))


def logged(*verdicts: Verdict) -> list[Decision]:
    """What the log says of inspections, the oldest first."""
    query = sa.select(Decision).where(Decision.verdict.in_(verdicts or (Verdict.OPEN_SET, Verdict.CLOSE_SET)))
    return list(db.session.scalars(query.order_by(Decision.id)))


@db.command
def say(space: Space, person: Person) -> Message:
    """A line in a room."""
    return people.put_message(db.get(Space, space.id), person, "A line")
