"""Polls of a topic: opened, closed, taken away. Rows are locked as everywhere: space, topic, poll."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from cop import clock, policy
from cop.db import add_once, command, record, session
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.events import PollChanged, PollOpened, PollWorded
from cop.forum.commands.days import FURTHEST
from cop.forum.commands.locks import poll_under_lock, topic_under_lock
from cop.forum.commands.pace import count_try
from cop.forum.commands.steered import keep_decision
from cop.models import Poll, PollKind, PollOption, Throttle, Topic, Verdict
from cop.models.ballots import break_seals
from cop.models.confirmations import note_confirmed
from cop.models.holds import has_to_stay, wait_for_holds
from cop.models.polls import FEWEST, MOST, MOST_IN_A_TOPIC
from cop.models.states import digest
from cop.policy import Actor, require
from cop.typed import one_line

QUESTION_LIMIT = OPTION_LIMIT = 200


NOT_YOURS = "Who started the topic, and the moderators of its space, can ask here, as long as they may reply."
NOT_YOUR_POLL = "Who opened the poll, and the moderators of its space, can do that."


@dataclass(frozen=True, slots=True)
class Choice:
    """An option: words, or a day in the United Kingdom with or without a time."""

    text: str = ""
    day: date | None = None
    hour: time | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What a poll asks, and how. What it is made of need not be valid yet."""

    kind: PollKind
    question: str
    choices: Sequence[Choice]
    is_anonymous: bool
    closes_at: datetime | None = None


def open_poll(*, actor_id: int, topic_id: int, paper: Paper, key: str) -> Poll:
    """Ask in a topic; the poll is returned. Whether it is anonymous, and what it asks, stays as it is.

    Raises Invalid (question, options, a closing time that has gone by), NotFound, Forbidden, TooFast, and Conflict
    where something else was sent under `key`, or the topic has its polls; the same again returns the first.
    """
    count_try(actor_id)
    return _open_poll(actor_id=actor_id, topic_id=topic_id, paper=_tidied(paper), key=key)


def _tidied(paper: Paper) -> Paper:
    question = one_line(
        paper.question, limit=QUESTION_LIMIT, field="question", missing="Say what people are to answer."
    )
    is_dated = paper.kind is PollKind.DATES
    choices = _days(paper.choices) if is_dated else _options(paper.choices)
    if not FEWEST <= len(choices) <= MOST:
        what = "days" if is_dated else "options"
        raise Invalid(f"Give at least {FEWEST} {what}, and at most {MOST}.", field="options")
    return Paper(paper.kind, question, choices, paper.is_anonymous, paper.closes_at)


def _options(choices: Sequence[Choice]) -> list[Choice]:
    lines = [one_line(each.text, limit=OPTION_LIMIT, field="options") for each in choices]
    if len({line.casefold() for line in lines}) < len(lines):
        raise Invalid("Two of the options are the same. Take one of them out.", field="options")
    return [Choice(text=line) for line in lines]


def _days(choices: Sequence[Choice]) -> list[Choice]:
    """In the order of the calendar. All have a day."""
    days = sorted(
        {(each.day or date.max, each.hour or time.min, each) for each in choices}, key=lambda d: d[:2]
    )
    today = clock.today()
    if any(not today <= day <= today + FURTHEST for day, *_ in days):
        raise Invalid("Choose days from today on, within the next five years.", field="options")
    return [each for *_, each in days]


@command
def _open_poll(*, actor_id: int, topic_id: int, paper: Paper, key: str) -> Poll:
    topic = topic_under_lock(topic_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_read_topic(actor, topic):
        raise NotFound
    sent = digest("poll", topic_id, str(paper))
    earlier = _sent_before(actor_id, key, sent)
    if earlier is not None:
        return earlier
    if not Throttle.take(f"poll:{actor_id}", burst=10, every=timedelta(minutes=5)):
        raise TooFast("You have opened many polls just now. Wait a few minutes, then send it again.")
    require(policy.can_open_poll(actor, topic), NOT_YOURS)
    _require_to_come(paper.closes_at)
    if topic.poll_count >= MOST_IN_A_TOPIC:
        raise Conflict(f"This topic has {MOST_IN_A_TOPIC} polls. Take one away, or ask in a new topic.")
    return _put(topic, paper, author_id=actor_id, key=key, digest=sent)


def _sent_before(author_id: int, key: str, sent: str) -> Poll | None:
    """The poll that was first sent under `key`; Conflict if that was something else."""
    query = sa.select(Poll).where(Poll.author_id == author_id, Poll.key == key)
    poll = session.scalars(query).one_or_none()
    if poll is not None:
        poll.matches(sent)
    return poll


def _require_to_come(moment: datetime | None) -> None:
    now = clock.now()
    if moment is not None and not now < moment <= now + FURTHEST:
        raise Invalid("Choose a day that is still to come, within the next five years.", field="last_day")


def _put(topic: Topic, paper: Paper, **about: object) -> Poll:
    poll = Poll(topic_id=topic.id, kind=paper.kind, question=paper.question, **about)
    poll.is_anonymous, poll.closes_at = paper.is_anonymous, paper.closes_at
    poll.options = [
        PollOption(place=place, text=each.text, day=each.day, hour=each.hour)
        for place, each in enumerate(paper.choices, start=1)
    ]
    topic.poll_count += 1
    add_once(poll, taken="That was already sent from another page. What you typed is kept.")
    record(PollChanged(topic.id))
    record(PollOpened(topic.id, poll.id))
    note_confirmed(topic, by_id=poll.author_id)
    return poll


@command
def close_poll(*, actor_id: int, poll_id: int) -> Poll:
    """Let nobody vote any more, for ever: of an anonymous poll nothing tells whose ballot is whose from now on.

    A repeat is harmless. Raises NotFound, Forbidden.
    """
    poll, actor = kept(actor_id, poll_id)
    if poll.closed_at is None:
        _close(poll, poll.ended_at or clock.now())
        keep_decision(Verdict.CLOSE_POLL, actor, poll.topic, person_id=poll.author_id)
    return poll


@command
def end_poll(*, poll_id: int) -> None:
    """Close a poll whose time has come by now: it takes no votes already. NotFound where it has gone."""
    poll = poll_under_lock(poll_id)
    if poll.closed_at is None and poll.ended_at is not None:
        _close(poll, poll.ended_at)


def _close(poll: Poll, moment: datetime) -> None:
    poll.closed_at = moment
    break_seals(poll.id)
    record(PollChanged(poll.topic_id))


@command
def remove_poll(*, actor_id: int, poll_id: int) -> Topic:
    """Take a poll away with all that was chosen in it, and its outcome; its topic is returned. NotFound, Forbidden,
    Conflict under a legal hold, which is not told: its author may ask.
    """
    wait_for_holds()
    poll, actor = kept(actor_id, poll_id)
    topic = poll.topic
    if has_to_stay(*poll.author_ids, space_id=topic.space_id):
        raise Conflict("This poll can't be removed at the moment. Close it: nobody votes in it then.")
    session.delete(poll)
    topic.poll_count -= 1
    keep_decision(Verdict.REMOVE_POLL, actor, topic, person_id=poll.author_id)
    record(PollChanged(topic.id))
    record(PollWorded(topic.id))
    return topic


def kept(actor_id: int, poll_id: int) -> tuple[Poll, Actor]:
    """The locked poll and who keeps it; NotFound for a stranger, Forbidden for whoever may not."""
    count_try(actor_id)
    poll, actor = read(actor_id, poll_id)
    require(policy.can_keep_poll(actor, poll), NOT_YOUR_POLL)
    return poll, actor


def read(actor_id: int, poll_id: int) -> tuple[Poll, Actor]:
    """The locked poll and who reads it; NotFound for a stranger."""
    poll = poll_under_lock(poll_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_read_poll(actor, poll):
        raise NotFound
    return poll, actor
