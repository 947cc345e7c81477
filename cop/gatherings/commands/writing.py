"""The thread of a visit or an event in its space's forum, and what those who went bring home: posts as any others."""

from datetime import timedelta

import sqlalchemy as sa

from cop import policy
from cop.db import command, get, lock, session
from cop.errors import NotFound, TooFast
from cop.gatherings.commands.locks import read
from cop.markup import POST_LIMIT, Words
from cop.models import Gathering, GatheringPlace, Person, Post, Throttle, Topic, TopicState
from cop.models.authored import new_post
from cop.models.confirmations import note_confirmed
from cop.models.readings import take_part
from cop.models.states import digest
from cop.models.wording import Part, heed, is_held_by, note_listed, settled
from cop.policy import Actor

THREAD = "It has a thread already, or you do not write in this space."
NOT_YOURS = "Whoever had a place says once what they bring home, from its day on."
TOO_FAST = "You are writing very fast. Your text is kept: wait a quarter of a minute and send it again."
OPENS = "For all that concerns {title}: questions before, and what you bring home after."


def begin_thread(*, actor_id: int, gathering_id: int, key: str) -> Post:
    """Open its thread, with a sentence of ours; it waits for a moderator where the space's policy says so. The same
    form sent twice opens one. Raises NotFound, Forbidden, TooFast.
    """
    words = Words.of(OPENS.format(title=get(Gathering, gathering_id).title), limit=POST_LIMIT)
    return _begin_thread(actor_id, gathering_id, words=words, key=key)


def write_up(*, actor_id: int, gathering_id: int, text: str, key: str) -> Post:
    """Say what one brings home, once: a post in its thread, or what opens that. The same form sent twice writes one.
    Raises Invalid, NotFound, Forbidden, TooFast, Conflict.
    """
    words = Words.of(text, limit=POST_LIMIT)
    return settled(
        lambda said: _write_up(actor_id, gathering_id, words=said, key=key),
        words,
        reword=lambda said, parts: said.reworded(parts["text"], limit=POST_LIMIT),
    )


@command
def _begin_thread(actor_id: int, gathering_id: int, *, words: Words, key: str) -> Post:
    gathering, actor = read(actor_id, gathering_id)
    known = _sent_before(actor_id, gathering, words, key=key)
    if known is not None:
        return known
    policy.require(policy.can_begin_thread(actor, gathering), THREAD)
    return _write(actor, gathering, words, key=key)


@command
def _write_up(actor_id: int, gathering_id: int, *, words: Words, key: str) -> Post:
    gathering, actor = read(actor_id, gathering_id)
    known = _sent_before(actor_id, gathering, words, key=key)
    if known is not None:
        return known
    place = GatheringPlace.of(actor_id, gathering.id)
    policy.require(policy.can_write_up(actor, gathering, place), NOT_YOURS)
    if place is None:
        raise NotFound
    post = _write(actor, gathering, words, key=key)
    place.post_id = post.id
    return post


def _sent_before(actor_id: int, gathering: Gathering, words: Words, *, key: str) -> Post | None:
    """The post that was first sent under the key; Conflict if that was something else."""
    query = sa.select(Post).where(Post.author_id == actor_id, Post.key == key)
    post = session.scalars(query).one_or_none()
    if post is not None:
        post.matches(_digest(gathering, words))
    return post


def _digest(gathering: Gathering, words: Words) -> str:
    return digest("gathering", gathering.id, words.sent)


def _write(actor: Actor, gathering: Gathering, words: Words, *, key: str) -> Post:
    """A post in its thread, which it opens where there is none; held where the space's policy says so."""
    if not Throttle.take(f"write:{actor.id}", burst=20, every=timedelta(seconds=15)):
        raise TooFast(TOO_FAST)
    space = gathering.space
    parts = [Part("text", words.sent, words.text)]
    listed = heed(space, parts, heeds=policy.heeds_rules(actor, space))
    topic, opens = _thread(actor, gathering)
    author, sent = get(Person, actor.id), _digest(gathering, words)
    post = new_post(topic, words, author=author, key=key, sent=sent, is_opening=opens)
    post.refer(policy.readers_of(space), others=policy.groups_called_by(actor, space))
    if is_held_by(listed) or policy.is_held(actor, space):
        post.hold()
    else:
        post.release()
    session.flush()
    note_confirmed(post, by_id=actor.id)
    note_listed(post, listed)
    take_part([actor.id], topic_id=topic.id)
    return post


def _thread(actor: Actor, gathering: Gathering) -> tuple[Topic, bool]:
    """Its topic, and whether that is new."""
    if policy.has_thread(gathering) and gathering.topic is not None:
        return lock(Topic, gathering.topic.id), False
    topic = Topic(
        space=gathering.space, author_id=actor.id, title=gathering.title[:150], state=TopicState.HELD
    )
    session.add(topic)
    session.flush()
    gathering.topic = topic
    return topic, True
