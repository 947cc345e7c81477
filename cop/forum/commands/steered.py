"""The topic that is steered, under its lock, and the entry that a moderator's steering leaves in the log."""

from collections.abc import Callable

from cop import policy
from cop.db import record
from cop.errors import Conflict, NotFound
from cop.events import ContributionDecided, TopicChanged
from cop.forum.commands.locks import topic_under_lock
from cop.models import Decision, Topic, Verdict
from cop.policy import Actor, require

MERGED = "This topic was merged into another one. Look at that one, then decide."
MODERATORS_ONLY = "Only the moderators of this space can do that."

Rule = Callable[[Actor, Topic], bool]


def steered(
    actor_id: int,
    topic_id: int,
    *,
    may: Rule = policy.can_steer_topic,
    why_not: str = MODERATORS_ONLY,
) -> tuple[Topic, Actor]:
    """The locked topic and who steers it; NotFound for a stranger, Forbidden for whoever may not, Conflict where it was
    merged: what was decided about one topic is not done to another.
    """
    topic = topic_under_lock(topic_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_read_topic(actor, topic):
        raise NotFound
    if topic.id != topic_id:
        raise Conflict(MERGED)
    require(may(actor, topic), why_not)
    return topic, actor


def tell_author(decision: Decision) -> None:
    """State that it concerns the person whom it names: who began the topic."""
    record(ContributionDecided(decision.id))


def keep(verdict: Verdict, actor: Actor, topic: Topic) -> None:
    """State that the topic has changed. What a moderator of it did is a decision; what its author did is none."""
    if policy.moderates(actor, topic.space):
        Decision.log(verdict, space_id=topic.space_id, actor_id=actor.id, topic_id=topic.id)
    record(TopicChanged(topic.id))
