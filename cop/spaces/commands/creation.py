"""Making a space: its forum and its room are there with it."""

from typing import TypedDict, Unpack

import sqlalchemy as sa

from cop import policy
from cop.db import add_once, command, get, lock, session
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.markup import Words
from cop.models import Decision, Membership, Policy, Programme, RoleName, Space, SpaceKind, Verdict
from cop.models.spaces import free_slug
from cop.models.states import digest
from cop.policy import Actor, require
from cop.spaces.commands.lines import NAME_LIMIT, PURPOSE_LIMIT, described, optional_line, slug_of
from cop.spaces.commands.network import gather, wait_for_joining
from cop.spaces.commands.people import addable
from cop.typed import one_line

MADE = (SpaceKind.NETWORK, SpaceKind.COHORT, SpaceKind.SET, SpaceKind.GROUP)
"""Pairs and conversations come about by other ways."""


class Sides(TypedDict, total=False):
    """What may be said of a space when it is made; `leader_id` facilitates a set and moderates anything else."""

    slug: str | None
    purpose: str
    about: str
    policy: Policy | None
    parent_id: int | None
    programme_id: int | None
    leader_id: int | None
    key: str | None


def create_space(*, actor_id: int | None, kind: SpaceKind, name: str, **sides: Unpack[Sides]) -> Space:
    """A space of `kind`; `actor_id` None is the operator.

    `policy` is *first post held* unless given, and *open* for a set; `slug` is made from the name. The same `key`
    with the same content returns the first space, with other content it is a Conflict.
    """
    about = described(sides.get("about", ""))
    return _create(actor_id, kind, name, sides=sides, about=about)


@command
def _create(actor_id: int | None, kind: SpaceKind, name: str, *, sides: Sides, about: Words) -> Space:
    if kind is SpaceKind.NETWORK:
        _maker(actor_id, kind, None)  # whoever may not make it lets nobody wait
        wait_for_joining(sides.get("leader_id"))
    parent_id = sides.get("parent_id")
    parent = lock(Space, parent_id) if parent_id is not None else None
    actor = _maker(actor_id, kind, parent)
    content = digest(actor_id, kind, name, *sorted(sides.items()))
    made = _made(sides.get("key"))
    if made is not None:
        return _repeated(made, content)
    space = _space(kind, name, sides=sides, parent=parent)
    space.about, space.about_html = about.text, about.html
    space.key, space.digest = sides.get("key"), content
    _keep(space)
    if kind is SpaceKind.NETWORK:
        gather(space)
    _lead(actor, space, beside=parent or space, leader_id=sides.get("leader_id"))
    return space


def _maker(actor_id: int | None, kind: SpaceKind, parent: Space | None) -> Actor | None:
    """Who makes it (None: the operator), allowed to; a set can't be made without a cohort."""
    if kind not in MADE:
        raise Invalid("Choose what kind of space it is.", field="kind")
    if kind is SpaceKind.SET and (parent is None or parent.kind is not SpaceKind.COHORT):
        raise Invalid("Choose the cohort that the set belongs to.", field="parent")
    if actor_id is None:
        return None
    actor = policy.load_actor(actor_id)
    if kind is SpaceKind.SET and parent is not None:
        if not policy.can_read_space(actor, parent):
            raise NotFound
        require(
            policy.can_create_set(actor, parent),
            "Only programme staff, stewards and the cohort's moderators can do that.",
        )
    else:
        require(policy.can_create_cohort(actor), "Only programme staff and stewards can do that.")
    return actor


def _made(key: str | None) -> Space | None:
    return session.scalars(sa.select(Space).where(Space.key == key)).one_or_none() if key else None


def _repeated(made: Space, content: str) -> Space:
    if made.digest != content:
        raise Conflict("Another space was already made from this form. Open the form again to make one more.")
    return made


def _space(kind: SpaceKind, name: str, *, sides: Sides, parent: Space | None) -> Space:
    name = one_line(name, limit=NAME_LIMIT, field="name")
    programme_id = sides.get("programme_id")
    if programme_id is not None:
        get(Programme, programme_id)
    elif kind is SpaceKind.SET and parent is not None:
        programme_id = parent.programme_id
    return Space(
        kind=kind,
        name=name,
        slug=free_slug(slug_of(sides.get("slug") or _own_slug(kind, name, parent))),
        purpose=optional_line(sides.get("purpose", ""), limit=PURPOSE_LIMIT, field="purpose"),
        policy=sides.get("policy") or (Policy.OPEN if kind is SpaceKind.SET else Policy.FIRST_HELD),
        parent_id=parent.id if parent else None,
        programme_id=programme_id,
    )


def _own_slug(kind: SpaceKind, name: str, parent: Space | None) -> str:
    return f"{parent.slug}-{slug_of(name)}" if kind is SpaceKind.SET and parent else slug_of(name)


def _keep(space: Space) -> None:
    if space.kind is SpaceKind.NETWORK and session.scalar(
        sa.select(sa.exists().where(Space.kind == SpaceKind.NETWORK))
    ):
        raise Conflict("There is a network already: everybody is in it.", field="kind")
    add_once(space, taken="Somebody made the same space at this moment. Look whether it is there now.")


def _lead(actor: Actor | None, space: Space, *, beside: Space, leader_id: int | None) -> None:
    """Give the space its first facilitator or moderator, other than whoever makes it: nobody raises themselves."""
    if leader_id is None:
        if actor is not None and not actor.runs_network:
            raise Invalid("Name a facilitator: somebody has to look after the set.", field="leader")
        return
    if actor is not None and leader_id == actor.id:
        raise Forbidden("You can't give yourself a role. Name somebody else.", field="leader")
    leader = addable(actor, beside, leader_id)
    role = RoleName.FACILITATOR if space.kind is SpaceKind.SET else RoleName.MODERATOR
    Membership.begin(leader.id, space, role)
    if actor is not None:
        Decision.log(
            Verdict.ADD_MEMBER, space_id=space.id, actor_id=actor.id, person_id=leader.id, reason=role.value
        )
