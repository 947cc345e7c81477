"""Catching up: what changed in a room since it was last looked at, and posts and people whose entry is not of today."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, raiseload

from cop import stems
from cop.db import command, session
from cop.models import Message, Person, Post, SearchEntry, State, Topic, TopicState
from cop.models.findable import entry_of_message, entry_of_person, entry_of_post, put, renew
from cop.models.lexemes import Lexemes
from cop.models.vocabulary import mark_under_lock

STEP = 500
"""Things of a step, in one transaction."""

SPAN = 5_000
"""Posts that one step looks through for those that are missing."""


@command
def follow_room(*, space_id: int) -> bool:
    """Index what has changed in a room since, up to a step of it; whether there may be more.

    The room counts its changes under its lock, so that none is missed, and each is looked at as it is now.
    """
    mark = mark_under_lock(f"room:{space_id}")
    changed = sa.select(Message, SearchEntry.version, SearchEntry.stemmer)
    query = (
        changed.outerjoin(SearchEntry, SearchEntry.message_id == Message.id)
        .options(raiseload("*"))
        .where(Message.space_id == space_id, Message.changed > mark.at)
        .order_by(Message.changed)
        .limit(STEP)
    )
    found: list[Any] = list(session.execute(query))
    put(*(entry_of_message(message) for message, version, _ in found if version is None))
    for message, version, stemmer in found:
        is_today = (version, stemmer) == (message.version, stems.VERSION) and message.is_readable()
        if version is not None and not is_today:
            renew(SearchEntry.message_id == message.id, entry_of_message(message))
        mark.at = message.changed or mark.at
    return len(found) == STEP


@command
def follow_posts() -> bool:
    """Look through the next posts for those without an entry of today, and index them; whether there are more posts.

    At the end it begins anew. A post is indexed with the command that let it be read: this finds what came otherwise.
    """
    mark = mark_under_lock("posts")
    ids = sa.select(Post.id).where(Post.id > mark.at).order_by(Post.id).limit(SPAN).subquery()
    last, looked_at = session.execute(sa.select(sa.func.max(ids.c.id), sa.func.count())).one()
    missing: list[Any] = list(session.execute(_posts_to_renew(mark.at, last or 0).limit(STEP)))
    put(*(entry_of_post(post) for post, version in missing if version is None))
    for post, version in missing:
        if version is not None:
            renew(SearchEntry.post_id == post.id, entry_of_post(post))
    if len(missing) == STEP:
        mark.at = missing[-1][0].id
        return True
    mark.at = last if looked_at == SPAN else 0
    return bool(looked_at == SPAN)


def _posts_to_renew(after: int, last: int) -> sa.Select[Post, int]:
    has_title = sa.and_(Post.is_opening, Topic.state == TopicState.OPEN)
    is_found = sa.and_(Post.released_at.is_not(None), sa.or_(Post.state == State.RELEASED, has_title))
    is_today = sa.and_(SearchEntry.version == Post.version, SearchEntry.stemmer == stems.VERSION)
    return (
        sa.select(Post, SearchEntry.version)
        .join(Post.topic)
        .outerjoin(SearchEntry, SearchEntry.post_id == Post.id)
        .options(joinedload(Post.topic), raiseload("*"))
        .where(Post.id > after, Post.id <= last, is_found, ~sa.func.coalesce(is_today, sa.false()))
        .order_by(Post.id)
    )


@command
def follow_people() -> bool:
    """Look through the next people for those whose entry says something else than they do; whether there are more.

    What they change themselves is indexed with it. This finds a Trust that is called otherwise, and newcomers.
    """
    mark = mark_under_lock("people")
    query = (
        sa.select(Person, SearchEntry.words, SearchEntry.stemmer)
        .outerjoin(SearchEntry, SearchEntry.person_id == Person.id)
        .where(Person.id > mark.at)
        .order_by(Person.id)
        .limit(STEP)
    )
    found: list[Any] = list(session.execute(query))
    put(*(entry_of_person(person) for person, _, stemmer in found if stemmer is None))
    for person, words, stemmer in found:
        entry = entry_of_person(person)
        says: Lexemes | None = entry["words"] if entry else None
        if stemmer is not None and (says is None or words != says.all or stemmer != stems.VERSION):
            renew(SearchEntry.person_id == person.id, entry)
    is_more = len(found) == STEP
    mark.at = found[-1][0].id if is_more else 0
    return is_more
