"""Who reads of visits and events, who arranges them, who takes a place, and who learns what somebody needs there."""

import sqlalchemy as sa

from cop.db import session
from cop.models import (
    AccessNote,
    Gathering,
    GatheringPlace,
    Invited,
    Person,
    ProfessionalRole,
    Space,
    SpaceKind,
    TopicState,
)
from cop.policy.actors import Actor
from cop.policy.forum import can_open_topic, can_read_topic, can_reply
from cop.policy.spaces import can_read_space, moderates, visible_spaces, writes_in
from cop.policy.workshops import is_open_to_plans

HELD_IN = (SpaceKind.NETWORK, SpaceKind.COHORT, SpaceKind.GROUP)
"""Spaces that visits and events are of. A set meets, and what a pair does is its own."""

ROLES = {
    Invited.DIRECTORS: ProfessionalRole.RD_DIRECTOR,
    Invited.MANAGERS: ProfessionalRole.RD_MANAGER,
}


def can_read_gatherings(actor: Actor, space: Space) -> bool:
    """Those of `space`: who reads that, and of the network also who runs it, without being of it."""
    return can_read_space(actor, space) or _runs(actor, space)


def gathering_spaces(actor: Actor) -> sa.ColumnElement[bool]:
    """The spaces whose visits and events the actor reads."""
    runs = sa.and_(Space.kind == SpaceKind.NETWORK, sa.literal(actor.runs_network))
    return sa.and_(Space.kind.in_(HELD_IN), sa.or_(visible_spaces(actor), runs))


def can_read_gathering(actor: Actor, gathering: Gathering) -> bool:
    return can_read_gatherings(actor, gathering.space)


def visible_gatherings(actor: Actor) -> sa.ColumnElement[bool]:
    return Gathering.space_id.in_(sa.select(Space.id).where(gathering_spaces(actor)))


def _runs(actor: Actor, space: Space) -> bool:
    return space.kind is SpaceKind.NETWORK and actor.runs_network


def can_arrange(actor: Actor, space: Space) -> bool:
    """Arrange a visit or an event of a space: its moderators, programme staff, and in the network its stewards. In a
    cohort as long as something is planned there; the network and its groups go on.
    """
    is_open = space.kind is not SpaceKind.COHORT or is_open_to_plans(space)
    return space.kind in HELD_IN and _looks_after(actor, space) and is_open


def can_report_of(actor: Actor, gathering: Gathering) -> bool:
    """Say what came of it, and keep the list of who comes from outside: who arranges there, whatever has ended."""
    return _looks_after(actor, gathering.space)


def _looks_after(actor: Actor, space: Space) -> bool:
    reads = can_read_space(actor, space)
    return _runs(actor, space) or (reads and (actor.is_staff or moderates(actor, space)))


def is_invited(actor: Actor, gathering: Gathering) -> bool:
    """Whether it is for people of the actor's role."""
    if gathering.invited is Invited.EVERYBODY:
        return True
    person = session.get(Person, actor.id)
    return person is not None and person.professional_role is ROLES[gathering.invited]


def can_sign_up(actor: Actor, gathering: Gathering) -> bool:
    """Take a place, or wait for one: whoever writes in its space and is invited, before its first day."""
    is_one_of_us = writes_in(actor, gathering.space) and is_invited(actor, gathering)
    return is_one_of_us and gathering.takes_names


def can_write_up(actor: Actor, gathering: Gathering, place: GatheringPlace | None) -> bool:
    """Say once what one brings home: whoever had a place, from its first day on, where there is or can be a thread."""
    went = place is not None and place.given_at is not None and place.post_id is None
    if not went or not gathering.has_begun or gathering.cancelled_at is not None:
        return False
    if has_thread(gathering):
        return gathering.topic is not None and can_reply(actor, gathering.topic)
    return can_open_topic(actor, gathering.space)


def can_begin_thread(actor: Actor, gathering: Gathering) -> bool:
    return can_open_topic(actor, gathering.space) and not has_thread(gathering)


def has_thread(gathering: Gathering) -> bool:
    """Whether there is one here that can be read, or that waits for a moderator."""
    topic = gathering.topic
    if topic is None or topic.space_id != gathering.space_id:
        return False
    return topic.state in (TopicState.OPEN, TopicState.HELD)


def can_read_thread(actor: Actor, gathering: Gathering) -> bool:
    return gathering.topic is not None and can_read_topic(actor, gathering.topic)


def can_read_access_note(actor: Actor, note: AccessNote) -> bool:
    """Whose it is, and whoever organises what it is for: nobody else, whatever they look after (domain.md C05)."""
    if not can_read_gathering(actor, note.gathering):
        return False
    return actor.id in (note.person_id, note.gathering.organiser_id)


def visible_access_notes(actor: Actor) -> sa.ColumnElement[bool]:
    """To be used in a select with Gathering beside it."""
    is_theirs = sa.or_(AccessNote.person_id == actor.id, Gathering.organiser_id == actor.id)
    return sa.and_(is_theirs, visible_gatherings(actor))


__all__ = [
    "HELD_IN",
    "can_arrange",
    "can_begin_thread",
    "can_read_access_note",
    "can_read_gathering",
    "can_read_gatherings",
    "can_read_thread",
    "can_report_of",
    "can_sign_up",
    "can_write_up",
    "gathering_spaces",
    "has_thread",
    "is_invited",
    "visible_access_notes",
    "visible_gatherings",
]
