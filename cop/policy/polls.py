"""Who asks in a poll, who votes, and who learns what was chosen. A poll is read by whoever reads its topic.

| | who |
|---|---|
| opens one | who started the topic, and its moderators, while they may reply there and nothing of theirs is held |
| votes | whoever may reply in the topic, while the poll is open |
| learns who chose what | of a named poll all who read it; of an anonymous one nobody, moderators included |
| closes it, takes it away, says what it has come to | who opened it, and the topic's moderators |
"""

import sqlalchemy as sa

from cop.models import Poll, Topic, TopicState
from cop.policy.actors import Actor
from cop.policy.forum import can_read_topic, can_reply, visible_topics
from cop.policy.holding import is_held, stays_as_released
from cop.policy.spaces import moderates, writes_in


def can_open_poll(actor: Actor, topic: Topic) -> bool:
    """Whose topic can be read has had a post released there, so that only where all is held something of theirs is."""
    if not can_reply(actor, topic):
        return False
    is_theirs = topic.author_id == actor.id and not stays_as_released(actor, topic.space)
    return is_theirs or moderates(actor, topic.space)


def can_read_poll(actor: Actor, poll: Poll) -> bool:
    return can_read_topic(actor, poll.topic)


def visible_polls(actor: Actor) -> sa.ColumnElement[bool]:
    """To be used in a select that joins Poll.topic."""
    return visible_topics(actor)


def can_vote(actor: Actor, poll: Poll) -> bool:
    return not poll.is_closed and can_reply(actor, poll.topic)


def can_take_back_vote(actor: Actor, poll: Poll) -> bool:
    """What one has said may be taken back by who still reads it, while that changes anything."""
    return not poll.is_closed and can_read_poll(actor, poll)


def can_read_ballots(actor: Actor, poll: Poll) -> bool:
    """Who chose what."""
    return not poll.is_anonymous and can_read_poll(actor, poll)


def visible_ballots(actor: Actor) -> sa.ColumnElement[bool]:
    """To be used in a select that joins Ballot.poll and Poll.topic."""
    return sa.and_(visible_polls(actor), Poll.is_anonymous.is_(False))


def can_keep_poll(actor: Actor, poll: Poll) -> bool:
    """Close it, and take it away."""
    if poll.topic.state is not TopicState.OPEN:
        return False
    is_theirs = poll.author_id == actor.id and writes_in(actor, poll.topic.space)
    return is_theirs or moderates(actor, poll.topic.space)


def can_write_outcome(actor: Actor, poll: Poll) -> bool:
    """Say what it has come to, once it is closed; whose words are held says nothing."""
    is_in_use = not poll.topic.is_archived
    return is_in_use and can_keep_poll(actor, poll) and not is_held(actor, poll.topic.space)
