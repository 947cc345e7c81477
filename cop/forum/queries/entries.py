"""What the list of a forum says of a topic: values that a row of it is made of, and nothing else."""

from datetime import datetime
from typing import NamedTuple

from cop.models import Organisation, Person, Topic, TopicState


class Named(NamedTuple):
    name: str
    organisation: "Named | None" = None

    @classmethod
    def of(cls, person: Person) -> "Named":
        place: Organisation | None = person.organisation
        return cls(person.name, cls(place.name) if place else None)


class Tagged(NamedTuple):
    id: int
    name: str


class Place(NamedTuple):
    slug: str


class Entry(NamedTuple):
    """A topic as its row shows it, under the names that the topic has for all this."""

    id: int
    title: str
    state: TopicState
    is_pinned: bool
    is_locked: bool
    is_archived: bool
    answer_id: int | None
    posts: int
    layout: int
    created_at: datetime
    last_posted_at: datetime | None
    author: Named
    last_author: Named | None
    tags: tuple[Tagged, ...]
    space: Place

    @classmethod
    def of(cls, topic: Topic) -> "Entry":
        return cls(
            id=topic.id,
            title=topic.title,
            state=topic.state,
            is_pinned=topic.is_pinned,
            is_locked=topic.is_locked,
            is_archived=topic.is_archived,
            answer_id=topic.answer_id,
            posts=topic.posts,
            layout=topic.layout,
            created_at=topic.created_at,
            last_posted_at=topic.last_posted_at,
            author=Named.of(topic.author),
            last_author=Named.of(topic.last_author) if topic.last_author else None,
            tags=tuple(Tagged(each.id, each.name) for each in topic.tags),
            space=Place(topic.space.slug),
        )
