"""Facts: what has happened, in the past tense, as ids only. Nobody's words travel in them (S40)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a command made true."""


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
class MessageReleased(Fact):
    """A message has its place in the room: just said, or released by a moderator."""

    message_id: int


@dataclass(frozen=True, slots=True)
class MessageHeld(Fact):
    message_id: int


@dataclass(frozen=True, slots=True)
class MessageWithdrawn(Fact):
    """Its author took a message back before a moderator had decided."""

    message_id: int


@dataclass(frozen=True, slots=True)
class MessageChanged(Fact):
    """A message with a place in the room was changed: its words, its state, its marks, its pin, what it leads to."""

    message_id: int


@dataclass(frozen=True, slots=True)
class MessageExpired(Fact):
    """A message is no longer kept; its tombstone stays."""

    message_id: int


@dataclass(frozen=True, slots=True)
class RoomChanged(Fact):
    """A room was opened, kept for announcements, closed or archived."""

    space_id: int


@dataclass(frozen=True, slots=True)
class ReviewOpened(Fact):
    """A review waits, waits again, or has one more report to it."""

    review_id: int


@dataclass(frozen=True, slots=True)
class ReviewDecided(Fact):
    review_id: int
    decision_id: int


@dataclass(frozen=True, slots=True)
class RosterChanged(Fact):
    """Who may read a space, or what someone may do there, has changed for these people."""

    space_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PersonChanged(Fact):
    """Somebody is new here, or what others see of them has changed."""

    person_id: int


@dataclass(frozen=True, slots=True)
class SignInEnded(Fact):
    """Sign-ins that no longer stand; their sockets must go."""

    sign_in_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LetterWritten(Fact):
    """A letter waits to be sent."""

    letter_id: int


@dataclass(frozen=True, slots=True)
class PeopleCalled(Fact):
    """A message with a place in the room names somebody since it was edited."""

    message_id: int


@dataclass(frozen=True, slots=True)
class TopicRead(Fact):
    """A person has read a topic up to this place."""

    person_id: int
    topic_id: int
    position: int


@dataclass(frozen=True, slots=True)
class ForumRead(Fact):
    """A person has marked as read what was in a space's forum up to this place in the order of its activity."""

    person_id: int
    space_id: int
    activity: int


@dataclass(frozen=True, slots=True)
class RoomRead(Fact):
    """A person has read a room up to this `seq`."""

    person_id: int
    space_id: int
    seq: int


@dataclass(frozen=True, slots=True)
class TopicMuted(Fact):
    person_id: int
    topic_id: int


@dataclass(frozen=True, slots=True)
class SpaceMuted(Fact):
    person_id: int
    space_id: int


@dataclass(frozen=True, slots=True)
class ContributionDecided(Fact):
    """A moderator has decided about a post or a message, whether it had been asked for or not, or about where a topic
    or its posts stand.
    """

    decision_id: int


@dataclass(frozen=True, slots=True)
class NoticesChanged(Fact):
    """What is unseen among the notices of these people is more, or less."""

    person_ids: tuple[int, ...]


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
