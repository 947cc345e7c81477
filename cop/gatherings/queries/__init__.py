"""Visits and events as their pages show them, with who has a place and who waits."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import clock, policy
from cop.db import session
from cop.models import AccessNote, Gathering, GatheringPlace, Person, Post, Space
from cop.policy import Actor


def of_space(space: Space) -> tuple[list[Gathering], list[Gathering]]:
    """What is to come, the next first, and what has been, the last first."""
    query = sa.select(Gathering).where(Gathering.space_id == space.id).order_by(Gathering.day, Gathering.id)
    found = session.scalars(query).all()
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
