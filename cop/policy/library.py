"""Who reads the library, who suggests something for it, and who decides what stands in it."""

import sqlalchemy as sa

from cop.db import session
from cop.models import Resource, ResourceState, RoleName, Space, SpaceKind
from cop.policy.actors import Actor
from cop.policy.people import can_see_directory


def can_read_library(actor: Actor) -> bool:
    return can_see_directory(actor)


def can_suggest_resource(actor: Actor) -> bool:
    """Members; what they suggest is read by who keeps the library before others read it."""
    return bool(actor.communities) or can_keep_library(actor)


def can_keep_library(actor: Actor) -> bool:
    """Publish, decline and change: programme staff, stewards, and the moderators of the network."""
    if actor.runs_network:
        return True
    moderated = actor.spaces_as(RoleName.MODERATOR)
    is_network = sa.exists().where(Space.kind == SpaceKind.NETWORK, Space.id.in_(moderated))
    return bool(moderated) and bool(session.scalar(sa.select(is_network)))


def can_read_resource(actor: Actor, resource: Resource) -> bool:
    is_theirs = resource.person_id == actor.id or can_keep_library(actor)
    return can_read_library(actor) and (resource.is_published or is_theirs)


def visible_resources(actor: Actor) -> sa.ColumnElement[bool]:
    if not can_read_library(actor):
        return sa.false()
    if can_keep_library(actor):
        return sa.true()
    return sa.or_(Resource.state == ResourceState.PUBLISHED, Resource.person_id == actor.id)


def can_edit_resource(actor: Actor, resource: Resource) -> bool:
    """Who keeps the library; until it is decided about also whoever suggested it."""
    waits = resource.state is ResourceState.SUGGESTED and resource.person_id == actor.id
    return can_read_library(actor) and (waits or can_keep_library(actor))


__all__ = [
    "can_edit_resource",
    "can_keep_library",
    "can_read_library",
    "can_read_resource",
    "can_suggest_resource",
    "visible_resources",
]
