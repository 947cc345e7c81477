"""Facts of a forum: its posts, what they name and quote, its topics and where they stand."""

from dataclasses import dataclass

from cop.events.fact import Fact


@dataclass(frozen=True, slots=True)
class PostReleased(Fact):
    """A post can be read by the space's readers: just written, or released or restored by a moderator."""

    post_id: int


@dataclass(frozen=True, slots=True)
class PostHeld(Fact):
    post_id: int


@dataclass(frozen=True, slots=True)
class PostWithdrawn(Fact):
    """Its author took a post back before a moderator had decided."""

    post_id: int


@dataclass(frozen=True, slots=True)
class PostChanged(Fact):
    """A released post was edited, removed or hidden."""

    post_id: int


@dataclass(frozen=True, slots=True)
class PostsRequoted(Fact):
    """What these posts quote of others can be read no longer, or again; their own words are what they were."""

    post_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PostMarked(Fact):
    """Somebody reacted to a released post, or took a reaction back; its words are what they were."""

    post_id: int


@dataclass(frozen=True, slots=True)
class PeopleMentioned(Fact):
    """A post that can be read names these people, and did not before; after a restoration perhaps again."""

    post_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EveryoneMentioned(Fact):
    """A post that can be read calls all who may read it, and did not before; after a restoration perhaps again."""

    post_id: int


@dataclass(frozen=True, slots=True)
class PeopleQuoted(Fact):
    """The same for a post that quotes these people, its author left out."""

    post_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PostAnnounced(Fact):
    """A post was released, and whom it names and quotes is stated: whom it concerns beside them comes after."""

    post_id: int


@dataclass(frozen=True, slots=True)
class ReminderDue(Fact):
    """The day has come on which somebody wanted to be reminded of their bookmark; they may read what it is of."""

    bookmark_id: int


@dataclass(frozen=True, slots=True)
class TopicChanged(Fact):
    """Something about a topic as a whole was changed: its name, lock, pin, tags, answer, summary, archive, or space."""

    topic_id: int


@dataclass(frozen=True, slots=True)
class TopicMoved(Fact):
    """A topic stands in another space now, with all its posts. `space_id` is the one that it has left."""

    topic_id: int
    space_id: int


@dataclass(frozen=True, slots=True)
class PostsMoved(Fact):
    """Posts of one topic stand in another of the same space now: the one was split, or merged into the other."""

    topic_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class PollChanged(Fact):
    """A poll of a topic was opened, voted in, closed or taken away, or says what it has come to."""

    topic_id: int


@dataclass(frozen=True, slots=True)
class PollOpened(Fact):
    """There is a new poll in a topic."""

    topic_id: int
    poll_id: int


@dataclass(frozen=True, slots=True)
class PollWorded(Fact):
    """What the polls of a topic say is something else: one was taken away, or says what it has come to."""

    topic_id: int


@dataclass(frozen=True, slots=True)
class OutcomeDue(Fact):
    """The day has come on which somebody wanted to look again at what a poll has come to."""

    poll_id: int
