"""Steering: what moderators do with a topic. A topic has a lock and a pin; each change is a decision that is kept."""

from datetime import datetime

from cop import clock
from cop.db import command, record
from cop.errors import Conflict, Invalid
from cop.events import TopicChanged
from cop.forum.commands.locks import topic_under_lock
from cop.forum.commands.steered import keep, require_seen, steered
from cop.models import Topic, Verdict
from cop.models.slowing import SLOWNESSES

NOT_PAST = "Choose a time that is still to come."
IS_LOCKED = (
    "It is locked already, so members can’t reply. Unlock it first, then choose their last day for replies."
)


@command
def lock_topic(*, actor_id: int, topic_id: int) -> Topic:
    """Let nobody but moderators add to a topic. A repeat is harmless. Raises NotFound, Forbidden."""
    topic, actor = steered(actor_id, topic_id)
    if not topic.is_locked:
        topic.locked_at, topic.closes_at = clock.now(), None
        keep(Verdict.LOCK, actor, topic)
    return topic


@command
def unlock_topic(*, actor_id: int, topic_id: int) -> Topic:
    """Let members add to a topic again. A repeat is harmless. Raises NotFound, Forbidden."""
    topic, actor = steered(actor_id, topic_id)
    if topic.is_locked:
        topic.locked_at = topic.closes_at = None
        keep(Verdict.UNLOCK, actor, topic)
    return topic


@command
def close_topic_at(
    *, actor_id: int, topic_id: int, moment: datetime | None, seen: str | None = None
) -> Topic:
    """Let a topic be locked from `moment` on, or at no time by itself (None). A repeat is harmless. `seen` is the
    `closing_word` that a page showed.

    From then on it is locked, whether or not a job has run. Raises Invalid (that has gone by), NotFound, Forbidden,
    Conflict (it is locked), Changed.
    """
    topic, actor = steered(actor_id, topic_id)
    if topic.closes_at == moment:
        return topic
    if topic.is_locked:
        raise Conflict(IS_LOCKED)
    closes_at = _to_come(moment, field="closes_at")
    require_seen(seen, topic.closing_word)
    topic.closes_at = closes_at
    keep(Verdict.SET_CLOSING, actor, topic, reason=closing_of(topic))
    return topic


def closing_of(topic: Topic) -> str:
    """Until when members can reply, as a sentence."""
    day = topic.last_day_for_replies
    return (
        f"Members can reply until the end of {day:%-d %b %Y}." if day else "No last day for replies is set."
    )


@command
def pin_topic(
    *, actor_id: int, topic_id: int, until: datetime | None = None, seen: str | None = None
) -> Topic:
    """Let a topic stand first in its forum, until then or without end. A repeat is harmless. `seen` is the `pin_word`
    that a page showed.

    Raises Invalid (a moment that has gone by), NotFound, Forbidden, Changed.
    """
    topic, actor = steered(actor_id, topic_id)
    if not topic.is_pinned or topic.pinned_until != until:
        pinned_until = _to_come(until, field="pinned_until")
        require_seen(seen, topic.pin_word)
        topic.is_pinned, topic.pinned_until = True, pinned_until
        keep(Verdict.PIN, actor, topic, reason=pin_of(topic))
    return topic


def pin_of(topic: Topic) -> str:
    """Until when it stands first, as a sentence."""
    if not topic.is_pinned:
        return "It is not pinned."
    day = topic.last_day_on_top
    return f"It stands first until {f'the end of {day:%-d %b %Y}' if day else 'somebody unpins it'}."


@command
def unpin_topic(*, actor_id: int, topic_id: int) -> Topic:
    """Let a topic stand where its activity puts it. A repeat is harmless. Raises NotFound, Forbidden."""
    topic, actor = steered(actor_id, topic_id)
    if topic.is_pinned:
        topic.is_pinned, topic.pinned_until = False, None
        keep(Verdict.UNPIN, actor, topic)
    return topic


@command
def slow_topic(*, actor_id: int, topic_id: int, seconds: int, seen: str | None = None) -> Topic:
    """Let each person but the moderators post once in so many `seconds`, of SLOWNESSES; 0 is as they like. A repeat is
    harmless. `seen` is the number that a page showed.

    Raises Invalid, NotFound, Forbidden, Changed.
    """
    topic, actor = steered(actor_id, topic_id)
    if seconds not in SLOWNESSES:
        raise Invalid("Choose one of these.", field="seconds")
    if topic.slow_posts != seconds:
        require_seen(seen, str(topic.slow_posts))
        topic.slow_posts = seconds
        keep(Verdict.SLOW_TOPIC, actor, topic, reason=slowness_of(topic))
    return topic


def slowness_of(topic: Topic) -> str:
    """How slow it is, as a sentence."""
    return f"Each person posts once in {topic.slowness}." if topic.slowness else "Slow mode is off."


@command
def archive_topic(*, actor_id: int, topic_id: int) -> Topic:
    """Let a topic be read and found, but stand in no list and be added to by nobody. A repeat is harmless.

    Raises NotFound, Forbidden.
    """
    topic, actor = steered(actor_id, topic_id)
    if not topic.is_archived:
        topic.archived_at = clock.now()
        keep(Verdict.ARCHIVE, actor, topic)
    return topic


@command
def unarchive_topic(*, actor_id: int, topic_id: int) -> Topic:
    """Bring a topic back into its forum's list. A repeat is harmless. Raises NotFound, Forbidden."""
    topic, actor = steered(actor_id, topic_id)
    if topic.is_archived:
        topic.archived_at = None
        keep(Verdict.UNARCHIVE, actor, topic)
    return topic


def _to_come(moment: datetime | None, *, field: str) -> datetime | None:
    if moment is not None and moment <= clock.now():
        raise Invalid(NOT_PAST, field=field)
    return moment


@command
def end_pins_and_close(*, topic_id: int) -> None:
    """What was decided for a time that has come by now: to close, and to be pinned no longer. Who decided that
    stands in the log already.
    """
    topic, now = topic_under_lock(topic_id), clock.now()
    if topic.pinned_until is not None and topic.pinned_until <= now:
        topic.is_pinned, topic.pinned_until = False, None
        record(TopicChanged(topic.id))
    if topic.closes_at is not None and topic.closes_at <= now:
        topic.locked_at, topic.closes_at = topic.locked_at or topic.closes_at, None
        record(TopicChanged(topic.id))
