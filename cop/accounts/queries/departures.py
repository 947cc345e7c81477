"""What somebody would leave behind, how much of it there is, and what keeps them from leaving."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from cop import clock, policy
from cop.db import session
from cop.models import (
    Appointment,
    Attachment,
    Ballot,
    Mark,
    Membership,
    Message,
    Poll,
    Post,
    PostMark,
    Space,
    State,
    Topic,
)
from cop.models.appointment_roles import RUNS_NETWORK
from cop.models.departures import CONFIDENTIAL

_IS_CONFIDENTIAL = Space.kind.in_(CONFIDENTIAL)


@dataclass(frozen=True, slots=True)
class Left:
    """How much somebody wrote that members read; `confidential` is what of it is in sets and conversations."""

    posts: int
    lines: int
    files: int
    polls: int
    reactions: int
    votes: int
    confidential: int


def left_by(person_id: int) -> Left:
    """In one query."""
    posts = _read_of(sa.select(Post.id).join(Post.topic).join(Topic.space), Post, person_id)
    lines = _read_of(sa.select(Message.id).join(Message.space), Message, person_id)
    files = sa.select(Attachment.id).join(Attachment.post).join(Post.topic).join(Topic.space)
    polls = sa.select(Poll.id).join(Poll.topic).join(Topic.space).where(Poll.author_id == person_id)
    there = (Attachment.person_id == person_id, Post.state == State.RELEASED, ~_IS_CONFIDENTIAL)
    reactions = [sa.select(each.person_id).where(each.person_id == person_id) for each in (PostMark, Mark)]
    parts = (
        posts.where(~_IS_CONFIDENTIAL),
        lines.where(~_IS_CONFIDENTIAL),
        files.where(*there, Attachment.withdrawn_at.is_(None)),
        polls.where(~_IS_CONFIDENTIAL),
        sa.union_all(*reactions),
        sa.select(Ballot.id).where(Ballot.person_id == person_id),
        sa.union_all(posts.where(_IS_CONFIDENTIAL), lines.where(_IS_CONFIDENTIAL)),
    )
    counts = (sa.select(sa.func.count()).select_from(each.subquery()).scalar_subquery() for each in parts)
    return Left(*session.execute(sa.select(*counts)).one())


def _read_of(query: sa.Select[int], kind: type[Post] | type[Message], person_id: int) -> sa.Select[int]:
    """Of `query` what this person wrote and members read."""
    return query.where(kind.author_id == person_id, kind.state == State.RELEASED)


def moderated_alone(person_id: int) -> list[Space]:
    """Spaces that somebody can't leave yet, because nobody else would look after them."""
    query = (
        sa.select(Membership)
        .join(Membership.space)
        .options(contains_eager(Membership.space))
        .where(Membership.person_id == person_id, Membership.holds())
        .order_by(Space.id)
    )
    return [each.space for each in session.scalars(query).all() if policy.is_last_moderator(each)]


def standing_appointments(person_id: int) -> Sequence[Appointment]:
    """Those that have not ended, whether they rest for now or not."""
    goes_on = sa.or_(Appointment.ended_at.is_(None), Appointment.ended_at > clock.now())
    query = sa.select(Appointment).where(Appointment.person_id == person_id, goes_on)
    return session.scalars(query.order_by(Appointment.id)).all()


def runs_alone(person_id: int) -> bool:
    """Whether nobody else would run the network."""
    runs = any(each.role in RUNS_NETWORK for each in standing_appointments(person_id))
    return runs and not policy.somebody_else_runs(person_id)
