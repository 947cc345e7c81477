"""Who reports, who decides, and who must not because it is about them."""

import sqlalchemy as sa

from cop.db import session
from cop.models import (
    Appointment,
    AppointmentRole,
    Message,
    Person,
    Post,
    Review,
    Space,
    State,
)
from cop.policy.actors import Actor
from cop.policy.forum import can_read_post
from cop.policy.rooms import can_read_message
from cop.policy.spaces import moderated_ids, moderates, moderators_of


def can_decide(actor: Actor, review: Review) -> bool:
    """Moderators of the space decide; a steward what is escalated; nobody what is about themselves."""
    if review.author_id == actor.id:
        return False
    if review.is_escalated:
        return actor.has(AppointmentRole.STEWARD)
    return moderates(actor, review.space)


def visible_reviews(actor: Actor) -> sa.ColumnElement[bool]:
    mine = sa.and_(Review.space_id.in_(moderated_ids(actor)), Review.is_escalated.is_(False))
    escalated = Review.is_escalated.is_(True) if actor.has(AppointmentRole.STEWARD) else sa.false()
    return sa.and_(Review.author_id != actor.id, sa.or_(mine, escalated))


def is_escalated(space: Space, *, author_id: int) -> bool:
    """Whether nobody in `space` could decide about this author: the report goes to the stewards."""
    return session.scalars(_others(space, author_id).limit(1)).one_or_none() is None


def deciders_of(review: Review) -> sa.Select[int]:
    """Ids of all who may decide `review` at this moment."""
    if not review.is_escalated:
        return _others(review.space, review.author_id)
    stewards = sa.select(Appointment.person_id).where(
        Appointment.role == AppointmentRole.STEWARD, Appointment.holds()
    )
    return sa.select(Person.id).where(
        Person.id.in_(stewards), Person.id != review.author_id, Person.deactivated_at.is_(None)
    )


def _others(space: Space, author_id: int) -> sa.Select[int]:
    return moderators_of(space).where(Person.id != author_id)


def can_read_contribution(actor: Actor, subject: Post | Message) -> bool:
    """Whether the actor may know of a post or a message, whichever it is."""
    return can_read_post(actor, subject) if isinstance(subject, Post) else can_read_message(actor, subject)


def can_report(actor: Actor, subject: Post | Message) -> bool:
    """Anything readable that somebody else wrote."""
    return subject.author_id != actor.id and subject.is_readable() and can_read_contribution(actor, subject)


def can_hide(actor: Actor, subject: Post | Message) -> bool:
    return _steers(actor, subject) and subject.state is State.RELEASED


def can_restore(actor: Actor, subject: Post | Message) -> bool:
    return _steers(actor, subject) and subject.state is State.HIDDEN


def _steers(actor: Actor, subject: Post | Message) -> bool:
    return subject.author_id != actor.id and moderates(actor, subject.space)
