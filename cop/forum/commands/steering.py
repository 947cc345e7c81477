"""Steering: what moderators do with a topic. A topic has a lock and a pin; each change is a decision that is kept."""

from cop import clock, policy
from cop.db import command, record
from cop.errors import NotFound
from cop.events import TopicChanged
from cop.forum.commands.locks import topic_under_lock
from cop.models import Decision, Topic, Verdict
from cop.policy import require


@command
def lock_topic(*, actor_id: int, topic_id: int) -> Topic:
    """Let nobody but moderators add to a topic. A repeat is harmless. Raises NotFound, Forbidden."""
    topic = _steered(actor_id, topic_id)
    if not topic.is_locked:
        topic.locked_at = clock.now()
        _keep(Verdict.LOCK, actor_id, topic)
    return topic


@command
def unlock_topic(*, actor_id: int, topic_id: int) -> Topic:
    """Let members add to a topic again. A repeat is harmless. Raises NotFound, Forbidden."""
    topic = _steered(actor_id, topic_id)
    if topic.is_locked:
        topic.locked_at = None
        _keep(Verdict.UNLOCK, actor_id, topic)
    return topic


@command
def pin_topic(*, actor_id: int, topic_id: int) -> Topic:
    """Let a topic stand first in its forum. A repeat is harmless. Raises NotFound, Forbidden."""
    topic = _steered(actor_id, topic_id)
    if not topic.is_pinned:
        topic.is_pinned = True
        _keep(Verdict.PIN, actor_id, topic)
    return topic


@command
def unpin_topic(*, actor_id: int, topic_id: int) -> Topic:
    """Let a topic stand where its activity puts it. A repeat is harmless. Raises NotFound, Forbidden."""
    topic = _steered(actor_id, topic_id)
    if topic.is_pinned:
        topic.is_pinned = False
        _keep(Verdict.UNPIN, actor_id, topic)
    return topic


def _steered(actor_id: int, topic_id: int) -> Topic:
    topic = topic_under_lock(topic_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_read_topic(actor, topic):
        raise NotFound
    require(policy.can_steer_topic(actor, topic), "Only the moderators of this space can do that.")
    return topic


def _keep(verdict: Verdict, actor_id: int, topic: Topic) -> None:
    Decision.log(verdict, space_id=topic.space_id, actor_id=actor_id, topic_id=topic.id)
    record(TopicChanged(topic.id))
