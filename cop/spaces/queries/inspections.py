"""Inspections: those that somebody may know of, the sets that they may ask for, and who could approve one."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from cop import policy
from cop.db import session
from cop.models import Inspection, Person, Report, Space
from cop.models.statements import at_most
from cop.policy import Actor

SHOWN = 200


def inspections(actor: Actor) -> Sequence[Inspection]:
    """The newest that the actor may know of."""
    query = sa.select(Inspection).options(*_whole()).where(policy.visible_inspections(actor))
    return session.scalars(query.order_by(Inspection.id.desc()).limit(at_most(SHOWN))).unique().all()


def inspection(actor: Actor, inspection_id: int) -> sa.Select[Inspection]:
    query = sa.select(Inspection).options(*_whole())
    return query.where(Inspection.id == inspection_id, policy.visible_inspections(actor))


def _whole() -> tuple[ORMOption, ...]:
    return (
        joinedload(Inspection.space),
        joinedload(Inspection.asker),
        joinedload(Inspection.decider),
        joinedload(Inspection.ended_by),
        joinedload(Inspection.membership),
        joinedload(Inspection.report).joinedload(Report.review),
    )


def inspectable(actor: Actor) -> Sequence[Space]:
    """The sets that the actor may ask to read, by name."""
    query = sa.select(Space).where(policy.inspectable_spaces(actor))
    return session.scalars(query.order_by(Space.name, Space.id)).all()


def answerers(inspection: Inspection) -> list[Person]:
    """Who could approve it at this moment: few people run a network, and each is asked whether they may."""
    return [
        person
        for person in session.scalars(policy.who_run_network().order_by(Person.id)).unique()
        if policy.can_answer_inspection(policy.load_actor(person.id), inspection)
    ]
