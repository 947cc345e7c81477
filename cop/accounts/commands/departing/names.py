"""Somebody's name, which is not to stay: taken out of what others wrote, and of what was noted about them."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeAlias

import sqlalchemy as sa

from cop.accounts.commands.departing.under_way import locked
from cop.db import Base, command, lock, session
from cop.models import (
    Decision,
    Departure,
    ForumDraft,
    Mention,
    Message,
    MessageRevision,
    Post,
    PostMention,
    PostRevision,
    RoomDraft,
    Space,
    Topic,
    Verdict,
)
from cop.models.departures import NAMED
from cop.models.indexed import forget_lost, renew_under_lock
from cop.models.preparing import Prepared, until_ready
from cop.models.quoters import reword
from cop.models.successions import together_with
from cop.models.unnaming import WithoutName
from cop.offload import give_way

About: TypeAlias = tuple[int, WithoutName]
"""A person, and the change that takes their name out."""

KEPT: tuple[type[Base], ...] = (PostRevision, MessageRevision, ForumDraft, RoomDraft)
"""What was said before, and what somebody has begun to say: nothing of it is rendered."""


def unname(departure: Departure) -> bool:
    """Let their name stand nowhere where it calls them, nor above what they are quoted with."""
    if departure.keeps_name:
        return True
    person_id, change = departure.person_id, WithoutName.of(departure.person_id, departure.name)
    _each(_posts(person_id, change), _unname_post, (person_id, change))
    _each(_lines(person_id, change), _unname_line, (person_id, change))
    for table in KEPT:
        for key in _keys_of(table, change):
            _unname_kept(table, key, person_id=person_id, change=change)
            give_way()
    _unname_log(person_id=person_id)
    return True


def _each(row_ids: Iterable[int], act: Callable[[int, About, Prepared], None], about: About) -> None:
    for row_id in row_ids:
        until_ready(partial(act, row_id, about))
        give_way()


def _posts(person_id: int, change: WithoutName) -> list[int]:
    """Ids of the posts that name them, or say their name in one of these places."""
    named = sa.select(PostMention.post_id).where(PostMention.person_id == person_id)
    return sorted({*session.scalars(named), *_saying(Post, change)})


def _lines(person_id: int, change: WithoutName) -> list[int]:
    named = sa.select(Mention.message_id).where(Mention.person_id == person_id)
    return sorted({*session.scalars(named), *_saying(Message, change)})


def _saying(kind: type[Post] | type[Message], change: WithoutName) -> Iterable[int]:
    query = sa.select(kind.id, kind.text).where(change.may_be_in(kind.text))
    return (row_id for row_id, text in session.execute(query) if change(text) != text)


@command
def _unname_post(row_id: int, about: About, prepared: Prepared) -> None:
    person_id, change = about
    locked(person_id)
    lock(Space, session.scalar(sa.select(Topic.space_id).join(Post).where(Post.id == row_id)) or 0)
    post = lock(Post, row_id)
    prepared.require([(change, post.text)])
    post.unname(person_id)
    session.execute(sa.delete(PostMention).filter_by(post_id=row_id, person_id=person_id))
    words = prepared.of(change, post.text)
    if words.text != post.text:
        reword(post, words)
        session.flush()
        renew_under_lock([post])


@command
def _unname_line(row_id: int, about: About, prepared: Prepared) -> None:
    person_id, change = about
    locked(person_id)
    lock(Space, session.scalar(sa.select(Message.space_id).where(Message.id == row_id)) or 0)
    message = lock(Message, row_id)
    prepared.require([(change, message.text)])
    message.unname(person_id, prepared.of(change, message.text))
    session.flush()
    renew_under_lock([message])


def _keys_of(table: type[Base], change: WithoutName) -> list[tuple[Any, ...]]:
    """The keys of the rows whose text is another after the change."""
    text: Any = table.__table__.c.text
    query = sa.select(text, *sa.inspect(table).primary_key).where(change.may_be_in(text))
    return [tuple(key) for said, *key in session.execute(query) if change(said) != said]


@command
def _unname_kept(table: type[Base], key: tuple[Any, ...], *, person_id: int, change: WithoutName) -> None:
    """Who writes on one of these pages at this moment is told that it changed."""
    locked(person_id)
    row: Any = session.get(table, key, with_for_update=True)
    if row is not None:
        row.text = change(row.text)
        if isinstance(row, ForumDraft):
            row.turn += 1


@command
def _unname_log(*, person_id: int) -> None:
    """That a role was held together with somebody names them in words of ours; the log says the same without."""
    departure = locked(person_id)
    said = together_with(departure.name)
    noted = sa.update(Decision).where(
        Decision.verdict == Verdict.HAND_OVER, Decision.reason.contains(said, autoescape=True)
    )
    reason = sa.func.replace(Decision.reason, said, together_with(NAMED))
    session.execute(noted.values(reason=reason).execution_options(synchronize_session=False))
    forget_lost([departure.name])
