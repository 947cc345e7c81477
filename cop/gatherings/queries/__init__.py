"""Visits and events as their pages show them, with who has a place and who waits."""

from collections.abc import Sequence
from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import clock, policy
from cop.db import session
from cop.models import AccessNote, Gathering, GatheringPlace, Output, Outsider, Person, Post, Space
from cop.policy import Actor

Listed: TypeAlias = tuple[list[Gathering], list[Gathering]]
"""What is to come, the next first, and what has been, the last first."""


def of_space(space: Space) -> Listed:
    return _listed(Gathering.space_id == space.id)


def of_all(actor: Actor) -> Listed:
    """Of all the spaces where the actor reads them."""
    return _listed(policy.visible_gatherings(actor))


def spaces_to_arrange_in(actor: Actor) -> list[Space]:
    """The spaces where the actor arranges some, by name."""
    query = sa.select(Space).where(policy.gathering_spaces(actor)).order_by(Space.name, Space.id)
    return [each for each in session.scalars(query) if policy.can_arrange(actor, each)]


def _listed(which: sa.ColumnElement[bool]) -> Listed:
    query = sa.select(Gathering).options(joinedload(Gathering.space)).where(which)
    found = session.scalars(query.order_by(Gathering.day, Gathering.id)).all()
    now = clock.now()
    return [each for each in found if each.over_at > now], [each for each in found if each.over_at <= now][
        ::-1
    ]


def by_id(actor: Actor, gathering_id: int) -> sa.Select[Gathering]:
    query = sa.select(Gathering).options(
        joinedload(Gathering.space), joinedload(Gathering.organiser), joinedload(Gathering.topic)
    )
    return query.where(Gathering.id == gathering_id, policy.visible_gatherings(actor))


def places(gathering: Gathering) -> tuple[list[GatheringPlace], list[GatheringPlace]]:
    """Who has a place, and who waits for one, each in the order in which they signed up."""
    query = (
        sa.select(GatheringPlace)
        .join(GatheringPlace.person)
        .options(joinedload(GatheringPlace.person).joinedload(Person.organisation))
        .where(GatheringPlace.gathering_id == gathering.id)
        .order_by(GatheringPlace.id)
    )
    found = session.scalars(query).all()
    return [each for each in found if each.given_at], [each for each in found if not each.given_at]


def write_ups(actor: Actor, gathering: Gathering) -> Sequence[Post]:
    """What those who went wrote about it, as far as the actor may read it now, in the order in which it was written."""
    mine = sa.select(GatheringPlace.post_id).where(GatheringPlace.gathering_id == gathering.id)
    query = (
        sa.select(Post)
        .join(Post.topic)
        .options(joinedload(Post.author))
        .where(Post.id.in_(mine), policy.visible_posts(actor))
        .order_by(Post.id)
    )
    return [each for each in session.scalars(query) if each.is_readable()]


def access_notes(actor: Actor, gathering: Gathering) -> Sequence[AccessNote]:
    """What people need there, for who organises it; for everybody else at most their own."""
    query = (
        sa.select(AccessNote)
        .join(AccessNote.gathering)
        .options(joinedload(AccessNote.person))
        .where(AccessNote.gathering_id == gathering.id, policy.visible_access_notes(actor))
        .order_by(AccessNote.id)
    )
    return session.scalars(query).all()


def outputs(gathering: Gathering) -> Sequence[Output]:
    query = sa.select(Output).where(Output.gathering_id == gathering.id)
    return session.scalars(query.order_by(Output.id)).all()


def outsiders(actor: Actor, gathering: Gathering) -> Sequence[Outsider]:
    """Who comes from outside, for who keeps that list; nobody for everybody else."""
    if not policy.can_report_of(actor, gathering):
        return []
    query = sa.select(Outsider).where(Outsider.gathering_id == gathering.id)
    return session.scalars(query.order_by(Outsider.name, Outsider.id)).all()
