"""Telling a story of value, and agreeing that it is read: by the network, by evaluators, or no more by either."""

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from cop import clock, policy
from cop.db import command, lock, session
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.intentions.commands.locks import pace
from cop.intentions.commands.offers import USED
from cop.models import Intention, Topic, ValueStory
from cop.models.holds import has_to_stay, wait_for_holds
from cop.models.people import lock_people
from cop.models.value import Cycle
from cop.policy import Actor, require
from cop.typed import one_line, written

TITLE_LIMIT, CYCLE_LIMIT = 150, 2_000
NOT_HERE = "Members of the network tell stories."
NOTHING = "Tell of at least one: what you noticed is a beginning."
TAKEN = "A moderator has taken it from its readers. You can take it away, or appeal."


@dataclass(frozen=True, slots=True)
class Told:
    """What is filled in, as it is kept. `topic_id` and `intention_id` are what it began with."""

    title: str
    immediate: str = ""
    potential: str = ""
    applied: str = ""
    realised: str = ""
    transformative: str = ""
    topic_id: int | None = None
    intention_id: int | None = None
    began_at_meeting: bool = False

    def read(self) -> "Told":
        """The same, tidied; Invalid with the field that is wrong."""
        title = one_line(self.title, limit=TITLE_LIMIT, field="title", missing="Give it a title.")
        cycles: dict[str, Any] = {each.value: _cycle(getattr(self, each), each) for each in Cycle}
        if not any(cycles.values()):
            raise Invalid(NOTHING, field=Cycle.IMMEDIATE.value)
        return replace(self, title=title, **cycles)


def _cycle(text: str, cycle: Cycle) -> str:
    return written(text, limit=CYCLE_LIMIT, field=cycle.value, missing=NOTHING) if text.strip() else ""


def tell_story(*, actor_id: int, told: Told, key: str) -> ValueStory:
    """Begin a story, which nobody else reads until its author agrees. The same key again returns the first.

    Raises Invalid, Forbidden, Conflict (the key was used for something else), TooFast.
    """
    return _tell(actor_id, told=told.read(), key=key)


@command
def _tell(actor_id: int, *, told: Told, key: str) -> ValueStory:
    lock_people([actor_id])
    actor = policy.load_actor(actor_id)
    query = sa.select(ValueStory).where(ValueStory.person_id == actor_id, ValueStory.key == key)
    done = session.scalars(query).one_or_none()
    if done is not None:
        if (done.title, done.immediate) != (told.title, told.immediate):
            raise Conflict(USED)
        return done
    require(policy.can_tell_story(actor), NOT_HERE)
    pace(actor_id)
    story = ValueStory(person_id=actor_id, key=key)
    _say(story, told, actor)
    session.add(story)
    session.flush()
    return story


def retell_story(*, actor_id: int, story_id: int, told: Told) -> ValueStory:
    """Let it say this from now on, wherever it stands. Raises Invalid, NotFound, Conflict where a moderator took it."""
    return _retell(actor_id, story_id, told=told.read())


@command
def _retell(actor_id: int, story_id: int, *, told: Told) -> ValueStory:
    story, actor = _mine(actor_id, story_id)
    if story.is_taken:
        raise Conflict(TAKEN)
    pace(actor_id)
    _say(story, told, actor)
    story.changed_at = clock.now()
    return story


def _say(story: ValueStory, told: Told, actor: Actor) -> None:
    _require_readable(told, actor)
    for name in Told.__slots__:
        setattr(story, name, getattr(told, name))


def _require_readable(told: Told, actor: Actor) -> None:
    """What it began with is something that its author may read."""
    topic = session.get(Topic, told.topic_id) if told.topic_id is not None else None
    if told.topic_id is not None and (topic is None or not policy.can_read_topic(actor, topic)):
        raise Invalid("Choose a topic that you can read, by its address.", field="topic")
    intention = session.get(Intention, told.intention_id) if told.intention_id is not None else None
    if told.intention_id is not None and (
        intention is None or not policy.can_read_intention(actor, intention)
    ):
        raise Invalid("Choose an intention that you can read.", field="intention")


@command
def publish_story(*, actor_id: int, story_id: int, agreed: bool) -> ValueStory:
    """Agree that the network reads it, or no more: then it is gone from where it stood.

    Raises NotFound, Conflict where a moderator has taken it, Forbidden for whose words wait everywhere.
    """
    story, actor = _mine(actor_id, story_id)
    if agreed and story.is_taken:
        raise Conflict(TAKEN)
    if agreed and not policy.can_tell_story(actor):
        raise Forbidden(NOT_HERE)
    story.published_at = (story.published_at or clock.now()) if agreed else None
    return story


@command
def allow_evaluation(*, actor_id: int, story_id: int, agreed: bool) -> ValueStory:
    """Agree that evaluators read it, or no more; apart from what the network reads (domain.md EV5)."""
    story, _ = _mine(actor_id, story_id)
    story.for_evaluation = agreed
    return story


@command
def remove_story(*, actor_id: int, story_id: int) -> None:
    """Take it away: nothing of it is kept. Raises NotFound, Conflict under a legal hold, which is not told."""
    wait_for_holds()
    story, _ = _mine(actor_id, story_id)
    if has_to_stay(actor_id, space_id=0):
        raise Conflict("This can’t be taken away at the moment. Try again later.")
    session.delete(story.go())


def _mine(actor_id: int, story_id: int) -> tuple[ValueStory, Actor]:
    lock_people([actor_id])
    story, actor = lock(ValueStory, story_id), policy.load_actor(actor_id)
    if not policy.is_author(actor, story):
        raise NotFound
    return story, actor
