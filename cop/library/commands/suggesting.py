"""Suggesting something for the library, and saying anew what it is."""

from dataclasses import astuple, dataclass
from datetime import timedelta

import sqlalchemy as sa

from cop import policy
from cop.db import add_once, command, lock, session
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.models import AgendaLevel, Resource, ResourceState, Throttle, Topic
from cop.models.pointing import topic_at
from cop.models.states import ALREADY_SENT, digest
from cop.policy import Actor
from cop.typed import one_line, optional, web_address

TITLE_LIMIT, TEXT_LIMIT, TAG_LIMIT, MOST_TAGS = 160, 2_000, 40, 8
NOT_YOURS = "Who keeps the library changes it; what waits, whoever suggested it changes as well."
NO_TOPIC = "Enter the address of a topic that you can read, as it stands above its page."
MEANWHILE = (
    "Somebody changed this while you looked at it. What you typed is kept: save again to replace theirs."
)


class Overtaken(Conflict):
    """Somebody else was first. What they wrote is not replaced by who has not seen it (security.md F15)."""


@dataclass(frozen=True, slots=True)
class Described:
    """What is filled in. `tags` are separated by commas; `topic` is the address of a topic in which it is discussed."""

    title: str
    address: str
    level: AgendaLevel
    text: str = ""
    tags: str = ""
    topic: str = ""

    def tell(self, actor: Actor, resource: Resource) -> None:
        """Let `resource` say this. Raises Invalid."""
        resource.title = one_line(
            self.title, limit=TITLE_LIMIT, field="title", missing="Enter what it is called."
        )
        resource.address = web_address(self.address, field="address")
        resource.text = optional(self.text, limit=TEXT_LIMIT)
        resource.level = self.level
        resource.topic = self._topic(actor)
        resource.tag(self._tags())

    def _tags(self) -> list[str]:
        said = [each for each in self.tags.split(",") if each.strip()]
        if len(said) > MOST_TAGS:
            raise Invalid(f"Give it at most {MOST_TAGS} tags.", field="tags")
        return [one_line(each, limit=TAG_LIMIT, field="tags") for each in said]

    def _topic(self, actor: Actor) -> Topic | None:
        if not self.topic.strip():
            return None
        topic = topic_at(self.topic)
        if topic is None or not policy.can_read_topic(actor, topic):
            raise Invalid(NO_TOPIC, field="topic")
        return topic


@command
def suggest(*, actor_id: int, described: Described, key: str) -> Resource:
    """Suggest something: it waits for who keeps the library, whose own is published at once. The same form sent twice
    suggests once. Raises NotFound, Forbidden, Invalid, Conflict, TooFast.
    """
    actor = policy.load_actor(actor_id)
    if not policy.can_read_library(actor):
        raise NotFound
    policy.require(policy.can_suggest_resource(actor), "Members of the network suggest what to read.")
    sent = digest(actor_id, *astuple(described))
    known = session.scalars(sa.select(Resource).where(Resource.key == key)).one_or_none()
    if known is not None:
        known.matches(sent)
        return known
    if not Throttle.take(f"resource:{actor_id}", burst=20, every=timedelta(minutes=10)):
        raise TooFast(
            "You have suggested a lot just now. What you typed is kept: wait ten minutes, then send it."
        )
    resource = Resource(person_id=actor_id, key=key, digest=sent)
    described.tell(actor, resource)
    if policy.can_keep_library(actor):
        resource.decide(ResourceState.PUBLISHED, decider_id=actor_id)
    add_once(resource, taken=ALREADY_SENT)
    return resource


@command
def edit_resource(*, actor_id: int, resource_id: int, described: Described, seen: int) -> Resource:
    """Say anew what it is. Overtaken where it is not as it was at the version `seen`. Raises NotFound, Forbidden,
    Invalid.
    """
    resource, actor = read(actor_id, resource_id)
    policy.require(policy.can_edit_resource(actor, resource), NOT_YOURS)
    if resource.version != seen:
        raise Overtaken(MEANWHILE)
    described.tell(actor, resource)
    resource.version += 1
    return resource


def read(actor_id: int, resource_id: int) -> tuple[Resource, Actor]:
    """Something in the library, locked, for who reads it. Raises NotFound."""
    resource, actor = lock(Resource, resource_id), policy.load_actor(actor_id)
    if not policy.can_read_resource(actor, resource):
        raise NotFound
    return resource, actor
