"""Spaces as they are listed, and what one can be made of."""

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.models import Programme, Recruitment, Space, SpaceKind
from cop.policy import Actor


def spaces(actor: Actor) -> list[Space]:
    """The spaces that `actor` reads."""
    return list(session.scalars(sa.select(Space).where(policy.visible_spaces(actor)).order_by(Space.id)))


def nameable(actor: Actor, slug: str) -> sa.Select[Space]:
    """The space of this address, if the actor may know that it is there."""
    return sa.select(Space).where(policy.nameable_spaces(actor), Space.slug == slug)


def only_named(actor: Actor) -> list[Space]:
    """Spaces that `actor` can't open but may bring people into, by name."""
    query = sa.select(Space).where(policy.nameable_spaces(actor), ~policy.visible_spaces(actor))
    return list(session.scalars(query.order_by(Space.name, Space.id)))


def has_network() -> bool:
    return bool(session.scalar(sa.select(sa.exists().where(Space.kind == SpaceKind.NETWORK))))


def programmes() -> list[Programme]:
    """All programmes by name."""
    return list(session.scalars(sa.select(Programme).order_by(Programme.name, Programme.id)))


def programme(slug: str) -> Programme | None:
    return session.scalars(sa.select(Programme).where(Programme.slug == slug)).one_or_none()


def recruiting() -> dict[int, Recruitment]:
    """What programmes ask of those who apply, by the programme's id."""
    return {each.programme_id: each for each in session.scalars(sa.select(Recruitment))}


def cohorts_to_divide(actor: Actor) -> list[Space]:
    """Cohorts in which `actor` may make a set."""
    condition = sa.true() if actor.runs_network else policy.moderated_spaces(actor)
    query = sa.select(Space).where(Space.kind == SpaceKind.COHORT, condition).order_by(Space.id)
    return list(session.scalars(query))
