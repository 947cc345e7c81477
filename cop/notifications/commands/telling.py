"""Telling people that something concerns them: rows of ids, written in the transaction that made it so."""

from collections.abc import Collection
from functools import cache
from typing import Any, cast

import sqlalchemy as sa

from cop import policy
from cop.db import BigId, record, session
from cop.events import NoticesChanged
from cop.models import (
    Decision,
    Gathering,
    Meeting,
    Membership,
    Message,
    Notice,
    NoticeKind,
    Offer,
    Person,
    Post,
    Space,
    SpaceKind,
    Stance,
    Topic,
    TopicReading,
    Unwanted,
    Workshop,
)
from cop.models.dated import NOW
from cop.models.mentions import MOST_NAMED
from cop.models.notices import AGAIN, OF_MINE
from cop.models.readings import take_part
from cop.models.statements import insert, rows

Whom = Collection[int] | sa.Select[int]
Subject = Post | Message | Topic | Decision | Meeting | Space | Workshop | Gathering | Offer
PersonId = sa.ColumnElement[int] | sa.orm.InstrumentedAttribute[int]


def notify(person_ids: Whom, kind: NoticeKind, subject: Subject) -> list[int]:
    """Within a command: tell these people (ids, or a select of ids) of `subject`; one statement. Returns whom it told.

    Left out is who can't read its space, who has switched the kind off, who has muted the topic or the space (unless
    it is about what they wrote, reported or asked for), and who was told of it already.
    """
    space = _place_of(subject)
    if space is None:  # what was decided outside of any space is told in a letter
        return []
    told = [Person.id.in_(person_ids), _is_for(kind, subject, space)]
    if kind not in AGAIN:
        told.append(~_was_told(kind, subject.id))
    chosen = sa.select(Person.id, _word(kind), sa.literal(subject.id, BigId), NOW).where(*told)
    found = list(session.scalars(_inserting(chosen)))
    if found:
        record(NoticesChanged(tuple(found)))
        _let_follow(found, kind, subject)
    return found


def wanting(person_ids: Whom, kind: NoticeKind, subject: Meeting | Space | Workshop) -> sa.Select[Person]:
    """Those of these people who want to be told of `subject`, and may be."""
    space = subject if isinstance(subject, Space) else subject.space
    return sa.select(Person).where(Person.id.in_(person_ids), _is_for(kind, subject, space))


def _is_for(kind: NoticeKind, subject: Subject, space: Space) -> sa.ColumnElement[bool]:
    """Whether a person reads the space, and wants to hear of such things, and of this."""
    is_theirs = sa.and_(Person.id.in_(policy.readers_of(space)), _wants(Person.id, _word(kind)))
    if kind in OF_MINE or isinstance(subject, Space | Meeting | Offer):
        return is_theirs
    return sa.and_(is_theirs, _hears_of(subject))


def _place_of(subject: Subject) -> Space | None:
    """Where whom it concerns reads it; an offer of help is between people of the network."""
    if isinstance(subject, Offer):
        return session.scalars(sa.select(Space).where(Space.kind == SpaceKind.NETWORK)).one_or_none()
    return subject if isinstance(subject, Space) else subject.space


def _let_follow(person_ids: Collection[int], kind: NoticeKind, subject: Subject) -> None:
    """Whoever is named in a post follows its topic; not where everybody is."""
    if kind is NoticeKind.MENTION and isinstance(subject, Post) and len(person_ids) <= MOST_NAMED:
        take_part(person_ids, topic_id=subject.topic_id)


def notify_followers(post: Post) -> None:
    """Tell who follows the topic of `post`, and whoever opened it, that there is something new in it; its author is not
    told, nor who was told of this very post, nor anybody who has yet to look at what came before.

    One statement however many they are, and no row for whoever has an unseen one. Their open pages ask for their
    count by themselves, because all who read the space are told of every post.
    """
    topic = post.topic
    asked = {
        "topic_id": topic.id,
        "opener_id": topic.author_id,
        "space_id": topic.space_id,
        "post_id": post.id,
        "author_id": post.author_id,
        "position": post.position,
    }
    rows(_telling_followers(topic.space.kind, session.get_bind().dialect.name), asked)


@cache
def _telling_followers(kind: SpaceKind, _database: str) -> sa.Executable:
    """Made once for a kind of space and of database: every reply runs it."""
    readers = _as_list("readers", policy.readers_in(_asked("space_id"), kind=kind))
    followers = _as_list("followers", _followers_without_news())
    person_id, space_id = followers.c.person_id, _asked("space_id")
    told = sa.select(person_id, followers.c.kind, _asked("topic_id"), NOW).where(
        person_id.in_(sa.select(readers.c.id)),
        _wants(person_id, followers.c.kind),
        ~_has_muted(person_id, space_id),
        ~_was_told_of_post(person_id),
    )
    return cast(sa.Executable, _inserting(told))


def _as_list(name: str, query: sa.Select[*tuple[Any, ...]]) -> sa.CTE:
    """`query` as a list that is made once. PostgreSQL keeps the plan that it made when there were few rows: for each
    follower it would look at all who read the space.
    """
    return query.cte(name).prefix_with("MATERIALIZED")


def _followers_without_news() -> sa.Select[*tuple[Any, ...]]:
    """Who follows the topic, and the kind of notice they would get, without those who have one that they did not look
    at: in a topic where much is written, these are nearly all.
    """
    person_id, topic_id = TopicReading.person_id, _asked("topic_id")
    kind = sa.case(
        (person_id == _asked("opener_id"), _word(NoticeKind.REPLY)),
        else_=_word(NoticeKind.FOLLOWED),
    )
    has_news = sa.exists().where(
        Notice.person_id == person_id,
        Notice.kind == kind,
        Notice.subject_id == topic_id,
        Notice.seen_at.is_(None),
    )
    return sa.select(person_id, kind.label("kind")).where(
        TopicReading.topic_id == topic_id,
        TopicReading.stance == Stance.FOLLOWED,
        TopicReading.position < _asked("position"),
        person_id != _asked("author_id"),
        ~has_news,
    )


def _word(kind: NoticeKind) -> sa.ColumnElement[NoticeKind]:
    """`kind` as its column has it: PostgreSQL wants to know what a value is that it is given twice."""
    return sa.cast(sa.literal(kind, Notice.kind.type), Notice.kind.type)


def _asked(name: str) -> sa.BindParameter[int]:
    return sa.bindparam(name, type_=BigId)


def _inserting(chosen: sa.Select[*tuple[Any, ...]]) -> Any:
    columns = ["person_id", "kind", "subject_id", "raised_at"]
    statement = insert(Notice).from_select(columns, chosen)
    key = [Notice.person_id, Notice.kind, Notice.subject_id]
    unseen = statement.on_conflict_do_nothing(index_elements=key, index_where=Notice.seen_at.is_(None))
    return unseen.returning(Notice.person_id)


def _wants(person_id: PersonId, kind: sa.ColumnElement[NoticeKind]) -> sa.ColumnElement[bool]:
    return ~sa.exists().where(Unwanted.person_id == person_id, Unwanted.kind == kind)


def _hears_of(subject: Post | Message | Topic | Decision | Workshop | Gathering) -> sa.ColumnElement[bool]:
    """Whether a person has muted neither the space of `subject` nor its topic."""
    is_quiet = _has_muted(Person.id, sa.literal(subject.space.id if subject.space else 0, BigId))
    topic_id = subject.topic_id if isinstance(subject, Post) else subject.id
    if isinstance(subject, Message | Workshop):
        return ~is_quiet
    muted = sa.exists().where(
        TopicReading.person_id == Person.id,
        TopicReading.topic_id == topic_id,
        TopicReading.stance == Stance.MUTED,
    )
    return sa.and_(~is_quiet, ~muted)


def _has_muted(person_id: PersonId, space_id: sa.ColumnElement[int]) -> sa.Exists:
    return sa.exists().where(
        Membership.person_id == person_id,
        Membership.space_id == space_id,
        Membership.ended_at.is_(None),
        Membership.stance == Stance.MUTED,
    )


def _was_told(kind: NoticeKind, subject_id: int) -> sa.Exists:
    return sa.exists().where(
        Notice.person_id == Person.id, Notice.kind == kind, Notice.subject_id == subject_id
    )


def _was_told_of_post(person_id: PersonId) -> sa.Exists:
    return sa.exists().where(
        Notice.person_id == person_id,
        Notice.kind.in_((NoticeKind.MENTION, NoticeKind.QUOTE)),
        Notice.subject_id == _asked("post_id"),
    )
