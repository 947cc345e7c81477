"""What somebody wrote at the head of topics and takes along: polls, what they came to, and summaries."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from cop.accounts.commands.departing.under_way import locked
from cop.db import command, lock, record, session
from cop.events import PollChanged, PollWorded, TopicChanged
from cop.markup import Words
from cop.models import Departure, Outcome, Poll, Post, Space, Summary, SummaryRevision, Topic
from cop.models.departures import CONFIDENTIAL
from cop.models.holds import has_to_stay, held
from cop.models.indexed import forget_lost, renew_under_lock
from cop.offload import give_way

NOTHING = Words("", "", 0)


def take_along(departure: Departure) -> bool:
    """Those that go, each with what hangs on it: with a poll its votes, with a summary what it said before. What was
    moved to another topic before its turn came is found there.
    """
    for find, take in KINDS:
        while rows := session.execute(find(departure)).all():
            for topic_id, row_id in rows:
                take(person_id=departure.person_id, topic_id=topic_id, row_id=row_id)
                give_way()
    return True


def are_all_taken(departure: Departure) -> bool:
    """The same once more, and whether nothing has to wait any more."""
    take_along(departure)
    return not session.scalar(sa.select(_theirs(departure).exists()))


def _going(query: sa.Select[int, int], departure: Departure) -> sa.Select[int, int]:
    """Of rows beside a topic those that do not stay."""
    query = query.join(Space, Space.id == Topic.space_id)
    return query if not departure.keeps_words else query.where(Space.kind.in_(CONFIDENTIAL))


def _polls(departure: Departure) -> sa.Select[int, int]:
    """All but those of which somebody else who is under hold wrote what they came to."""
    return _theirs(departure).outerjoin(Poll.outcome).where(~held(Outcome.author_id))


def _theirs(departure: Departure) -> sa.Select[int, int]:
    query = sa.select(Poll.topic_id, Poll.id).join(Poll.topic).where(Poll.author_id == departure.person_id)
    return _going(query.order_by(Poll.id), departure)


@command
def _take_poll(*, person_id: int, topic_id: int, row_id: int) -> None:
    topic = _locked(person_id, topic_id)
    poll = session.get(Poll, row_id)
    if poll is None or poll.topic_id != topic.id:
        return
    if has_to_stay(*poll.author_ids, space_id=topic.space_id):
        return
    said = [poll.question, *(option.text for option in poll.options)]
    said += [poll.outcome.text] if poll.outcome else []
    session.delete(poll)
    topic.poll_count -= 1
    _tell_of_polls(topic, said)


def _outcomes(departure: Departure) -> sa.Select[int, int]:
    query = sa.select(Poll.topic_id, Poll.id).join(Poll.topic).join(Outcome, Outcome.poll_id == Poll.id)
    return _going(query.where(Outcome.author_id == departure.person_id).order_by(Poll.id), departure)


@command
def _take_outcome(*, person_id: int, topic_id: int, row_id: int) -> None:
    topic = _locked(person_id, topic_id)
    outcome = session.get(Outcome, row_id)
    if outcome is None or outcome.author_id != person_id or outcome.poll.topic_id != topic.id:
        return
    said = [outcome.text]
    session.delete(outcome)
    _tell_of_polls(topic, said)


def _tell_of_polls(topic: Topic, said: Sequence[str]) -> None:
    session.flush()
    session.expire(topic, ["polls"])
    record(PollChanged(topic.id))
    record(PollWorded(topic.id))
    opening = sa.select(Post).where(Post.topic_id == topic.id, Post.is_opening)
    renew_under_lock(session.scalars(opening).unique().all())
    forget_lost(said)


def _summaries(departure: Departure) -> sa.Select[int, int]:
    """Of which they wrote something, now or before."""
    past = sa.select(SummaryRevision.topic_id).where(SummaryRevision.editor_id == departure.person_id)
    now = sa.and_(Summary.editor_id == departure.person_id, Summary.text != "")
    query = sa.select(Summary.topic_id, Summary.topic_id.label("id")).join(Summary.topic)
    return _going(query.where(sa.or_(now, Summary.topic_id.in_(past))).order_by(Summary.topic_id), departure)


@command
def _take_summary(*, person_id: int, topic_id: int, row_id: int) -> None:
    """What others have made of it since is theirs."""
    topic, summary = _locked(person_id, topic_id), session.get(Summary, row_id)
    if summary is not None and summary.editor_id == person_id and summary.text:
        summary.say(NOTHING)
        summary.seal()
        record(TopicChanged(topic.id))
    session.flush()
    theirs = (SummaryRevision.topic_id == topic.id, SummaryRevision.editor_id == person_id)
    session.execute(sa.delete(SummaryRevision).where(*theirs))


def _locked(person_id: int, topic_id: int) -> Topic:
    locked(person_id)
    space_id = session.scalar(sa.select(Topic.space_id).where(Topic.id == topic_id))
    lock(Space, space_id or 0)
    return lock(Topic, topic_id)


KINDS: Sequence[tuple[Callable[[Departure], sa.Select[int, int]], Callable[..., None]]] = (
    (_polls, _take_poll),
    (_outcomes, _take_outcome),
    (_summaries, _take_summary),
)
"""How each is found (its topic, its id) and taken away."""
