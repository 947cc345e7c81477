"""The rail: my spaces by kind, what is unread in each, whose room is live, how much waits for my decision, and how many
notices I have not seen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any, cast

import sqlalchemy as sa
from flask import g

from cop import clock, policy, web
from cop.db import UtcDateTime
from cop.forum.queries import is_unread
from cop.models import (
    Conversation,
    Membership,
    Mention,
    Message,
    Person,
    Presence,
    Review,
    ReviewKind,
    RoomState,
    Space,
    SpaceKind,
    Stance,
    State,
    Topic,
)
from cop.models.statements import at_most, in_a_row
from cop.notifications.queries import count_of_unseen
from cop.policy import Actor

LIVE = timedelta(seconds=45)
"""How long after somebody last looked at a room it still counts as live."""

BETWEEN = "\x1f"
"""Parts the names of people, in which it can't occur."""

LABELS = {
    SpaceKind.NETWORK: "Network",
    SpaceKind.COHORT: "Cohorts",
    SpaceKind.SET: "Sets",
    SpaceKind.GROUP: "Groups",
    SpaceKind.PAIR: "Pairs",
    SpaceKind.DIRECT: "Conversations",
}
"""The kinds in the order of the rail."""

MOST_UNREAD = 99
"""Unread topics of a space that are counted: more are shown as "99+"."""


@dataclass(frozen=True, slots=True)
class Row:
    """A space that I read. What was there before I joined is not unread to me, nor is anything in one that I muted.
    `unread_mentions` counts the unread lines that name me; `activity` is how far its forum has come.
    """

    id: int
    slug: str
    name: str
    kind: SpaceKind
    unread_topics: int
    unread_lines: int
    unread_mentions: int
    is_live: bool
    is_moderated: bool
    activity: int
    is_muted: bool

    @property
    def unread(self) -> int:
        return self.unread_topics + self.unread_lines


@dataclass(frozen=True, slots=True)
class Group:
    """The spaces of one kind under their heading."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Rail:
    """`waiting` counts the reviews that the actor may decide; it is shown to who `moderates`. `notices` counts those of
    theirs that are unseen; `has_held` is whether something that they wrote waits for a moderator.
    """

    groups: tuple[Group, ...]
    moderates: bool
    waiting: int
    notices: int
    has_held: bool

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]


def here() -> Rail:
    """The rail of whoever asks for a page, which all that makes the page shares."""
    if "rail" not in g:
        g.rail = rail(web.actor())
    return cast("Rail", g.rail)


def rail(actor: Actor) -> Rail:
    """The rail of `actor`, in one query."""
    found: Any = _spaces_of(actor).all()
    rows = sorted((_row(*columns[:-3]) for columns in found), key=_place)
    return Rail(
        groups=tuple(_grouped(rows)),
        moderates=actor.runs_network or any(row.is_moderated for row in rows),
        waiting=found[0].waiting if found else 0,
        notices=found[0].notices if found else 0,
        has_held=bool(found and found[0].has_held),
    )


def _row(space_id: int, slug: str, names: str | None, *rest: Any) -> Row:
    """Names are put in order here: not every database aggregates them in one."""
    people = sorted((names or "").split(BETWEEN), key=str.casefold)
    return Row(space_id, slug, ", ".join(people), *rest)


def _place(row: Row) -> tuple[int, str, int]:
    return list(LABELS).index(row.kind), row.name.casefold(), row.id


def _grouped(rows: Iterable[Row]) -> Iterable[Group]:
    for kind, some in groupby(rows, key=lambda row: row.kind):
        group = tuple(some)
        yield Group(LABELS[kind].removesuffix("s") if len(group) == 1 else LABELS[kind], group)


@policy.prepared
def _spaces_of(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    """Spaces that the actor reads without being a member, as staff do, have nothing unread."""
    mine = sa.and_(Membership.space_id == Space.id, Membership.person_id == actor.id, Membership.reads())
    return (
        sa.select(
            Space.id,
            Space.slug,
            sa.case((Space.kind == SpaceKind.DIRECT, _others(actor)), else_=Space.name),
            Space.kind,
            _unread_topics(actor),
            sa.case((_has_unread_lines(), Space.said - Membership.read_seq), else_=0),
            _unread_mentions(actor),
            _is_live(),
            policy.moderated_spaces(actor),
            Space.activity,
            sa.func.coalesce(Membership.stance == Stance.MUTED, sa.false()),
            _waiting(actor).label("waiting"),
            count_of_unseen(actor).label("notices"),
            _has_held(actor).label("has_held"),
        )
        .outerjoin(Membership, mine)
        .where(policy.visible_spaces(actor), sa.or_(Space.kind != SpaceKind.DIRECT, _is_under_way(actor)))
    )


def _others(actor: Actor) -> sa.ScalarSelect[str]:
    """The names of a conversation's other people, those who have left it among them."""
    return (
        sa.select(in_a_row(Person.name, BETWEEN))
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.space_id == Space.id, Person.id != actor.id)
        .correlate(Space)
        .scalar_subquery()
    )


def _is_under_way(actor: Actor) -> sa.ColumnElement[bool]:
    """Whether something has been said in a conversation; until then it is there for who began it alone."""
    begun = sa.exists().where(Conversation.space_id == Space.id, Conversation.starter_id == actor.id)
    return sa.or_(Space.said > 0, begun.correlate(Space))


def _unread_topics(actor: Actor) -> sa.ScalarSelect[int]:
    """So far as anybody counts: a page costs the same whether ten topics are unread or ten thousand."""
    some = (
        sa.select(Topic.id)
        .where(Topic.space_id == Space.id, is_unread(actor.id))
        .correlate(Space, Membership)
        .limit(at_most(MOST_UNREAD + 1))
    )
    return sa.select(sa.func.count()).select_from(some.subquery()).scalar_subquery()


def _has_unread_lines() -> sa.ColumnElement[bool]:
    return sa.and_(Space.said > Membership.read_seq, Membership.is_loud())


def _unread_mentions(actor: Actor) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(Mention)
        .join(Message, Message.id == Mention.message_id)
        .where(
            Mention.person_id == actor.id,
            Message.space_id == Space.id,
            Message.seq > Membership.read_seq,
            Message.state == State.RELEASED,
            Membership.is_loud(),
        )
        .correlate(Space, Membership)
        .scalar_subquery()
    )


def _is_live() -> sa.Exists:
    since = sa.bindparam("since", callable_=lambda: clock.now() - LIVE, type_=UtcDateTime())
    looks = (Presence.space_id == Space.id, Presence.seen_at > since)
    return sa.exists().where(*looks, Space.room_state != RoomState.ARCHIVED).correlate(Space)


def _has_held(actor: Actor) -> sa.Exists:
    theirs = (Review.author_id == actor.id, Review.kind == ReviewKind.HELD)
    return sa.exists().where(*theirs, Review.decided_at.is_(None))


def _waiting(actor: Actor) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count(Review.id))
        .where(Review.decided_at.is_(None), policy.visible_reviews(actor))
        .scalar_subquery()
    )
