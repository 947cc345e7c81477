"""What somebody wrote and takes along: posts, lines and their files, with all that quotes them."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from cop import storage
from cop.accounts.commands.departing.under_way import AT_ONCE, locked
from cop.accounts.commands.departing.waiting import let_go
from cop.db import command, lock, session
from cop.models import Departure, Message, Post, Review, ReviewKind, Space, State, Topic
from cop.models.departures import CONFIDENTIAL
from cop.models.indexed import take_out
from cop.models.preparing import TRIES, Prepared, until_ready
from cop.models.purging import Subject, said_in
from cop.models.purging import take_along as take
from cop.models.quoters import forget_quotations, quoters_to_empty
from cop.offload import give_way

Kind = type[Post] | type[Message]


class Some(NamedTuple):
    """Contributions of one kind in one space."""

    kind: Kind
    space_id: int
    ids: Sequence[int]


def take_along(departure: Departure) -> bool:
    """All that goes, but what waits for a moderator's decision about a report."""
    for kind in (Post, Message):
        while (some := _next(kind, departure)) is not None:
            _take_some(departure.person_id, some)
            give_way()
    return True


def are_all_taken(departure: Departure) -> bool:
    """The same once more, and whether nothing has to wait any more."""
    take_along(departure)
    return not any(session.scalar(sa.select(_going(kind, departure).exists())) for kind in (Post, Message))


def _take_some(person_id: int, some: Some) -> None:
    """What quotes several of them is made ready once for each."""
    tries = TRIES + len(some.ids)
    stored = until_ready(lambda prepared: _take(person_id, some, prepared=prepared), tries=tries)
    for name in stored:
        storage.drop(name)


@command
def _take(person_id: int, some: Some, *, prepared: Prepared) -> Sequence[str]:
    """Leave nothing of them but their places; returns under which names the bytes of their files are kept."""
    departure = locked(person_id)
    lock(Space, some.space_id)
    subjects = _locked(some, departure)
    said = [text for each in subjects for text in said_in(each)]
    stored: list[str] = []
    others: dict[int, Post] = {}
    for subject in subjects:
        quoters = quoters_to_empty(subject)
        prepared.require(quoters.wanted())
        others |= {post.id: post for post in forget_quotations(subject, quoters, prepared)}
        stored += take(subject)
        _let_go(subject, person_id)
    session.flush()
    if subjects:
        take_out(subjects, [post for post in others.values() if post not in subjects], said=said)
    return stored


def _let_go(subject: Subject, person_id: int) -> None:
    """Nobody has to look any more whether it names a patient."""
    review = Review.waiting_for(subject, ReviewKind.FINDING)
    if review is not None:
        let_go(lock(Review, review.id), person_id)


def _next(kind: Kind, departure: Departure) -> Some | None:
    """The next that go, of whichever space comes first."""
    space = Topic.space_id if kind is Post else Message.space_id
    query = _free(kind, departure).with_only_columns(space, kind.id).order_by(space, kind.id)
    rows = session.execute(query.limit(AT_ONCE)).all()
    if not rows:
        return None
    return Some(kind, rows[0][0], [row_id for space_id, row_id in rows if space_id == rows[0][0]])


def _locked(some: Some, departure: Departure) -> Sequence[Subject]:
    """Those that still go and stand in their space, whose row is locked: their topics, then they."""
    kind = some.kind
    query = _free(kind, departure).with_only_columns(kind.id)
    here = (Topic.space_id if kind is Post else Message.space_id) == some.space_id
    found = session.scalars(query.where(kind.id.in_(some.ids), here).order_by(kind.id)).all()
    if kind is Post:
        topics = sa.select(Post.topic_id).where(Post.id.in_(found)).distinct()
        for topic_id in sorted(session.scalars(topics)):
            lock(Topic, topic_id)
    return [lock(kind, row_id) for row_id in found]


def _free(kind: Kind, departure: Departure) -> sa.Select[int]:
    """Those that go and that nobody has to look at before."""
    column = Review.post_id if kind is Post else Review.message_id
    reported = sa.exists().where(
        column == kind.id, Review.kind == ReviewKind.REPORT, Review.decided_at.is_(None)
    )
    return _going(kind, departure).where(~reported)


def _going(kind: Kind, departure: Departure) -> sa.Select[int]:
    """What of theirs is not to stay: everything, or what only those of a set or a conversation read, or nobody."""
    query = sa.select(kind.id)
    query = query.join(Post.topic).join(Topic.space) if kind is Post else query.join(Message.space)
    query = query.where(kind.author_id == departure.person_id, kind.text != "")
    if not departure.keeps_words:
        return query
    return query.where(sa.or_(Space.kind.in_(CONFIDENTIAL), kind.state != State.RELEASED))
