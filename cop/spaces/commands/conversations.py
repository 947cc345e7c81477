"""Conversations of a few: begun with people whom one may write to, and one for the same people."""

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa

from cop import policy
from cop.db import command, get, lock, session
from cop.errors import Conflict, CopError, Forbidden, Invalid, TooFast
from cop.markup import LINE_LIMIT, Words
from cop.models import Conversation, Message, Person, Space, Throttle
from cop.models.confirmations import note_confirmed
from cop.models.people import lock_people
from cop.models.states import ALREADY_SENT, digest, is_key
from cop.policy import Actor, require

MOST = 8
"""How many others there can be in one."""

CANT_WRITE = "You can't write here at the moment."
CANT_START = "You can't start a conversation with all of these people at the moment. Choose others."
"""The same for a stranger, for who has left, for who is suspended and for a block, whoever of the two set it."""

BURST, EVERY = 5, timedelta(minutes=10)


def start_conversation(
    *, actor_id: int, person_ids: Iterable[int], text: str = "", key: str | None = None
) -> Space:
    """The conversation of the actor with these others: the one they have, or a new one; `text` is said there.

    Invalid (field `to`) for nobody, for more than `MOST`, and for whom the actor may not write to. A repeat under
    the same `key` says `text` once.
    """
    others = set(person_ids) - {actor_id}
    if not others:
        raise Invalid("Choose whom you want to write to.", field="to")
    if len(others) > MOST:
        raise Invalid(
            f"Choose at most {MOST} people. For more, a group of their own serves better.", field="to"
        )
    words = Words.of(text, limit=LINE_LIMIT) if text.strip() else None
    if words and not is_key(key):
        raise Invalid("This page had lost its place. What you typed is kept: send it again.")
    space = _start(actor_id, {actor_id, *others}, words=words, key=key or "")
    if isinstance(space, CopError):
        raise space
    return space


@command
def _start(actor_id: int, people: set[int], *, words: Words | None, key: str) -> Space | CopError:
    """The conversation; or why there is none, as a value, so that what the try has cost stays spent."""
    lock_people(people)
    actor = policy.load_actor(actor_id)
    require(policy.can_start_conversations(actor), "You share no space with anybody whom you could write to.")
    first = _said_before(actor, key) if words else None
    if words and first:
        return _led_back(first, people, words)
    space = _theirs(people) or _begin(actor, people)
    return _say(actor, space, words=words, key=key) if words and isinstance(space, Space) else space


def _said_before(actor: Actor, key: str) -> Message | None:
    """What was said under `key`, asked before anything is decided: the answer says nothing of who may be written to."""
    query = sa.select(Message).where(Message.author_id == actor.id, Message.key == key)
    return session.scalars(query).one_or_none()


def _led_back(first: Message, people: set[int], words: Words) -> Space:
    """The conversation that the same form began; Conflict where it brings other people or other words."""
    space = first.space
    if {each.person_id for each in Conversation.belonging(space)} != people:
        raise Conflict(ALREADY_SENT)
    first.matches(digest(space.id, None, words.text))
    return space


def _theirs(people: set[int]) -> Space | None:
    """The conversation that these people have, its room locked before any throttle as the room itself locks it."""
    found = Conversation.between(people)
    if found is None:
        return None
    lock(Space, found.id)
    return Conversation.between(people)  # somebody may have left it while this waited


def _begin(actor: Actor, people: set[int]) -> Space | CopError:
    """A new one. A block between two others prevents nothing, or whoever tries would learn of it."""
    if not Throttle.take(f"conversation:{actor.id}", burst=BURST, every=EVERY):
        raise TooFast(
            "You have started several conversations just now. Wait a few minutes, then start this one."
        )
    reachable = session.scalars(
        sa.select(Person.id).where(Person.id.in_(people), policy.visible_correspondents(actor))
    )
    if set(reachable) != people - {actor.id}:
        return Invalid(CANT_START, field="to")
    return Conversation.begin(actor.id, people)


def _say(actor: Actor, space: Space, *, words: Words, key: str) -> Space | CopError:
    """Let `words` be the next line of its room, as the room itself would; nothing waits for a moderator there."""
    if not Throttle.take(f"say:{actor.id}", burst=20, every=timedelta(seconds=1)):
        raise TooFast("That is faster than people can read. Wait a few seconds, then send it again.")
    if not policy.can_say(policy.load_actor(actor.id), space):
        return Forbidden(CANT_WRITE)
    stamp = digest(space.id, None, words.text)
    message = Message(space=space, author=get(Person, actor.id), marks=[], key=key, digest=stamp)
    message.say(words)
    message.release()
    note_confirmed(message, by_id=actor.id)
    return space
