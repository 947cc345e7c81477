"""Reactions and votes: taken out of what is counted, one by one, wherever it can be told whose they are."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from cop import jobs
from cop.accounts.commands.departing.under_way import AT_ONCE, locked
from cop.db import command, lock, record, session
from cop.events import PollChanged
from cop.models import Ballot, Departure, Mark, Message, Poll, Post, PostMark, Space, Topic
from cop.models.ballots import seal_of
from cop.offload import give_way


def take_out(departure: Departure) -> bool:
    _by_space(departure.person_id, _marked_posts, _unmark_posts)
    _by_space(departure.person_id, _marked_lines, _unmark_lines)
    for ballot_id, poll_id in session.execute(_ballots(departure.person_id)).all():
        _take_back(person_id=departure.person_id, ballot_id=ballot_id, poll_id=poll_id)
        give_way()
    return True


Find = Callable[[int], sa.Select[int, int]]
Take = Callable[[int, int, Sequence[int]], None]


def _by_space(person_id: int, find: Find, take: Take) -> None:
    """Some of one space after the other, as long as any are left."""
    while rows := session.execute(find(person_id).limit(AT_ONCE)).all():
        space_id = rows[0][0]
        take(person_id, space_id, [row_id for its, row_id in rows if its == space_id])
        give_way()


def _marked_posts(person_id: int) -> sa.Select[int, int]:
    query = sa.select(Topic.space_id, Post.id).distinct().join(Post.topic)
    marked = query.join(PostMark, PostMark.post_id == Post.id).where(PostMark.person_id == person_id)
    return marked.order_by(Topic.space_id, Post.id)


@command
def _unmark_posts(person_id: int, space_id: int, post_ids: Sequence[int]) -> None:
    locked(person_id)
    lock(Space, space_id)
    for post_id in post_ids:
        post = lock(Post, post_id)
        for word, _, people in post.marks:
            if person_id in people:
                post.mark(person_id=person_id, word=word, on=False)
        left = sa.delete(PostMark).where(PostMark.post_id == post_id, PostMark.person_id == person_id)
        session.execute(left)  # of words that are on no page any more


def _marked_lines(person_id: int) -> sa.Select[int, int]:
    query = sa.select(Message.space_id, Message.id).distinct().join(Mark, Mark.message_id == Message.id)
    return query.where(Mark.person_id == person_id).order_by(Message.space_id, Message.id)


@command
def _unmark_lines(person_id: int, space_id: int, message_ids: Sequence[int]) -> None:
    locked(person_id)
    lock(Space, space_id)
    for message_id in message_ids:
        message = lock(Message, message_id)
        for word in {mark.word for mark in message.marks if mark.person_id == person_id}:
            message.mark(person_id=person_id, word=word, on=False)


def _ballots(person_id: int) -> sa.Select[int, int]:
    """Ids of their ballots and polls. Of an anonymous one that is closed nobody can tell."""
    secret = jobs.settings().secret_key
    sealed = session.scalars(sa.select(Poll).where(Poll.is_anonymous, Poll.closed_at.is_(None)))
    seals = [(poll.id, seal_of(person_id, poll, secret=secret)) for poll in sealed]
    is_theirs = sa.or_(Ballot.person_id == person_id, sa.tuple_(Ballot.poll_id, Ballot.seal).in_(seals))
    return sa.select(Ballot.id, Ballot.poll_id).where(is_theirs).order_by(Ballot.id)


@command
def _take_back(*, person_id: int, ballot_id: int, poll_id: int) -> None:
    """A poll that was closed, moved or taken away at this moment keeps, or has taken along, what was chosen in it."""
    locked(person_id)
    topic_id = session.scalar(sa.select(Poll.topic_id).where(Poll.id == poll_id))
    space_id = session.scalar(sa.select(Topic.space_id).where(Topic.id == topic_id))
    if topic_id is None or space_id is None:
        return
    lock(Space, space_id)
    lock(Topic, topic_id)
    poll = lock(Poll, poll_id)
    ballot = session.get(Ballot, ballot_id)
    if ballot is not None and (ballot.person_id == person_id or ballot.seal):
        session.delete(ballot)
        poll.voted -= 1
        record(PollChanged(topic_id))
