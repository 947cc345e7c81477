"""Lines of a room: said, edited, removed, marked. The space's row is locked first, then the message's."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache, partial

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import db, policy
from cop.chat.commands.locks import lock_message
from cop.chat.commands.refusals import why_not_say
from cop.chat.queries import HYDRATED
from cop.db import BigId, command, session
from cop.errors import Invalid, NotFound, TooFast
from cop.markup import LINE_LIMIT, Words
from cop.models import Message, Person, Review, Space, State, Throttle
from cop.models.confirmations import note_confirmed
from cop.models.listed_words import Listed
from cop.models.marks import MARKS
from cop.models.mentions import calls_somebody
from cop.models.pace import keep_pace
from cop.models.slowing import take_turn
from cop.models.statements import rows
from cop.models.states import ALREADY_SENT, digest, is_key
from cop.models.wording import Part, heed, is_held_by, note_listed, settled
from cop.policy import Actor
from cop.queues import queue_for

_LARGEST_ID = 2**53


def send_message(*, actor_id: int, slug: str, text: str, key: str, reply_to: int | None = None) -> Message:
    """Say `text` in the room `slug`, in answer to the message `reply_to`; the result has its place, or is held.

    A repeat under the same `key` returns the first result; with other content it is a Conflict (P2).
    """
    words = Words.of(text, limit=LINE_LIMIT)
    if not is_key(key):
        raise Invalid("That was not understood. Reload the page; copy your text first.", field="key")
    send = partial(_send_message, actor_id=actor_id, slug=slug, key=key, reply_to=reply_to)
    return settled(lambda said: send(words=said), words, reword=_reword)


def _reword(words: Words, parts: Mapping[str, str]) -> Words:
    return words.reworded(parts["text"], limit=LINE_LIMIT)


@command
def _send_message(*, actor_id: int, slug: str, words: Words, key: str, reply_to: int | None) -> Message:
    space, author, actor = _lock_room(slug, actor_id)
    stamp = digest(space.id, reply_to, words.sent)
    if first := _sent_before(actor, key):
        first.matches(stamp)
        return first
    _slow_down("say", actor, every=timedelta(seconds=1))
    policy.require(policy.can_say(actor, space), why_not_say(space))
    listed = _look_after(space, actor, words)
    if not keep_pace(space.id):
        raise TooFast(
            "This room is going faster than the site can carry. Wait a few seconds, then send it again."
        )
    message = Message(
        space=space,
        author=author,
        reply_to=_answered(space, reply_to),
        marks=[],
        key=key,
        digest=stamp,
    )
    message.say(words)
    if calls_somebody(words.text):
        message.mention(policy.readers_of(space))
    _place(message, actor, listed)
    note_confirmed(message, by_id=actor.id)
    note_listed(message, listed)
    return message


def _look_after(space: Space, actor: Actor, words: Words) -> tuple[Listed, ...]:
    """The rules of the room, for whom they hold: how often one says something, and words that are heeded."""
    heeds = policy.heeds_rules(actor, space)
    if space.slow_room and heeds:
        take_turn(f"room:{space.id}", actor.id, seconds=space.slow_room)
    return heed(space, [Part("text", words.sent, words.text)], heeds=heeds)


def _place(message: Message, actor: Actor, listed: Iterable[Listed]) -> None:
    """Give it its place, or let it wait. Another room has a lock of its own, and may have its key by now."""
    with db.only_one(ALREADY_SENT):
        if is_held_by(listed) or policy.is_held(actor, message.space):
            message.hold()
        else:
            message.release()


def edit_message(*, actor_id: int, message_id: int, text: str, changed: int | None) -> Message:
    """Let one's own message say `text`. `changed` is its pulse as last seen (None while held): stale is a Conflict."""
    words = Words.of(text, limit=LINE_LIMIT)
    edit = partial(_edit_message, actor_id=actor_id, message_id=message_id, changed=changed)
    return settled(lambda said: edit(words=said), words, reword=_reword)


@command
def _edit_message(*, actor_id: int, message_id: int, words: Words, changed: int | None) -> Message:
    message, actor = lock_message(message_id, actor_id)
    _slow_down("say", actor, every=timedelta(seconds=1))
    policy.require(policy.can_edit_message(actor, message), "You can't edit this message.")
    if message.text != words.text:
        listed = heed(
            message.space,
            [Part("text", words.sent, words.text, before=message.text)],
            heeds=policy.heeds_rules(actor, message.space),
            can_wait=message.state is State.HELD,
        )
        message.revise(words, editor_id=actor.id, seen_changed=changed)
        message.mention(policy.readers_of(message.space))
        note_confirmed(message, by_id=actor.id)
        Review.renew(message)
        note_listed(message, listed)
    return message


@command
def remove_message(*, actor_id: int, message_id: int, changed: int | None) -> Message:
    """Take one's own message back: a tombstone stays. `changed` as last seen; stale is a Conflict."""
    message, actor = lock_message(message_id, actor_id)
    if message.author_id == actor.id and message.state is State.REMOVED:
        return message
    policy.require(policy.can_remove_message(actor, message), "You can't remove this message.")
    message.is_unchanged_since(changed)
    message.remove()
    return message


@command
def mark_message(*, actor_id: int, message_id: int, word: str, on: bool) -> Message:
    """Set or take back one's reaction `word`, of MARKS. A repeat changes nothing."""
    message, actor = lock_message(message_id, actor_id)
    _slow_down("mark", actor, every=timedelta(seconds=0.5))
    if word not in MARKS:
        raise Invalid("There is no such reaction.", field="mark")
    policy.require(policy.can_mark(actor, message), "You can't react to this message.")
    message.mark(person_id=actor.id, word=word, on=on)
    return message


def _lock_room(slug: str, actor_id: int) -> tuple[Space, Person, Actor]:
    """The room, and who is to speak in it; NotFound for who can't read it."""
    queue_for(Space, slug)
    found = session.execute(_room_and_author(), {"slug": slug, "person_id": actor_id}).one_or_none()
    actor = policy.load_actor(actor_id)
    if found is None or not policy.can_read_space(actor, found[0]):
        raise NotFound
    return found[0], found[1], actor


@cache
def _room_and_author() -> sa.Select[Space, Person]:
    """Made once: to make a statement takes longer than to run it."""
    return (
        sa.select(Space, Person)
        .select_from(Space)
        .join(Person, Person.id == sa.bindparam("person_id", type_=BigId))
        .where(Space.slug == sa.bindparam("slug"))
        .with_for_update(of=Space)
    )


def _sent_before(actor: Actor, key: str) -> Message | None:
    found = rows(_id_under_key(), {"author_id": actor.id, "key": key}).scalar()
    return session.get_one(Message, found, options=HYDRATED) if found else None


@cache
def _id_under_key() -> sa.Select[int]:
    return sa.select(Message.id).where(
        Message.author_id == sa.bindparam("author_id", type_=BigId), Message.key == sa.bindparam("key")
    )


def _answered(space: Space, message_id: int | None) -> Message | None:
    if message_id is None:
        return None
    readable = (Message.space_id == space.id, Message.state == State.RELEASED)
    query = sa.select(Message).options(joinedload(Message.author)).where(Message.id == message_id, *readable)
    found = session.scalars(query).one_or_none() if 0 < message_id < _LARGEST_ID else None
    if found is None:
        raise Invalid("What you reply to is no longer there. Send it without.", field="reply_to")
    return found


def _slow_down(bucket: str, actor: Actor, *, every: timedelta) -> None:
    if not Throttle.take(f"{bucket}:{actor.id}", burst=20, every=every):
        raise TooFast("That is faster than people can read. Wait a few seconds, then send it again.")
