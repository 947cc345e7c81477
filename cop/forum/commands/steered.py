"""The topic that is steered, under its lock, and the entry that a moderator's steering leaves in the log."""

from collections.abc import Callable
from typing import TypeVar

from cop import policy
from cop.db import record
from cop.errors import Conflict, NotFound
from cop.events import ContributionDecided, TopicChanged
from cop.forum.commands.locks import topic_under_lock
from cop.forum.commands.pace import count_try
from cop.models import Decision, Topic, Verdict
from cop.policy import Actor, require
from cop.typed import one_line, tidied

MERGED = "This topic was merged into another one. Look at that one, then decide."
MODERATORS_ONLY = "Only the moderators of this space can do that."

REASON_LIMIT = 500
MEANWHILE = "Somebody changed this while you looked at it."

Rule = Callable[[Actor, Topic], bool]
T = TypeVar("T")


class Merged(Conflict):
    """What was decided about one topic is not done to the one that it was merged into."""


class Changed(Conflict):
    """A colleague was first. What they did is not replaced by somebody who has not seen it (F15)."""


def steered(
    actor_id: int,
    topic_id: int,
    *,
    may: Rule = policy.can_steer_topic,
    why_not: str = MODERATORS_ONLY,
) -> tuple[Topic, Actor]:
    """The locked topic and who steers it; NotFound for a stranger, Forbidden for whoever may not, Merged
    where it was merged into another one.
    """
    count_try(actor_id)
    topic = topic_under_lock(topic_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_read_topic(actor, topic):
        raise NotFound
    if topic.id != topic_id:
        raise Merged(MERGED)
    require(may(actor, topic), why_not)
    return topic, actor


def require_seen(seen: T | None, now: T) -> None:
    """Changed where the page that asks showed something else than there is `now`; None where no page asks."""
    if seen is not None and seen != now:
        raise Changed(MEANWHILE)


def tell_author(decision: Decision) -> None:
    """State that it concerns the person whom it names: who began the topic."""
    record(ContributionDecided(decision.id))


def reason_of(text: str) -> str:
    """Why somebody did it, as the log keeps it; nothing where they did not say. Raises Invalid (too long)."""
    return one_line(text, limit=REASON_LIMIT, field="reason") if tidied(text) else ""


def keep(verdict: Verdict, actor: Actor, topic: Topic, *, reason: str = "") -> None:
    """State that the topic has changed, and keep what a moderator of it did."""
    keep_decision(verdict, actor, topic, reason=reason)
    record(TopicChanged(topic.id))


def keep_decision(
    verdict: Verdict, actor: Actor, topic: Topic, *, person_id: int | None = None, reason: str = ""
) -> None:
    """What a moderator did with a topic, or with what a person has put into it, is a decision; what its author or
    anybody else did is none.
    """
    if policy.moderates(actor, topic.space):
        about = {"topic_id": topic.id, "person_id": person_id}
        Decision.log(verdict, space_id=topic.space_id, actor_id=actor.id, reason=reason, **about)
