"""What the live room tells people when something has happened: always whoever may read it at that moment."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import joinedload

from cop import clock, db, live, policy
from cop.chat import queries
from cop.chat.commands import Left
from cop.chat.payloads import Payload, payload
from cop.db import session
from cop.events import MessageChanged, MessageReleased, ReviewDecided, RoomChanged, RosterChanged
from cop.models import Conversation, Message, Person, Review, RoomDraft, Space
from cop.policy import Actor

TYPING_EVERY = timedelta(seconds=3)
PRESENCE_EVERY = timedelta(seconds=5)

_WHOLE = (*queries.HYDRATED, joinedload(Message.space))


def show_message(fact: MessageReleased) -> None:
    """A line for everybody's log."""
    _push("message:new", fact.message_id)


def show_change(fact: MessageChanged) -> None:
    """A line as it is now: edited, marked, or a tombstone."""
    _push("message:changed", fact.message_id)


def tell_author(fact: ReviewDecided) -> None:
    """A message that was declined never had a place in the room: its author alone is told."""
    review = session.get(Review, fact.review_id)
    message = review.message if review else None
    if message is not None and message.seq is None and _reads(message.author_id, message.space):
        live.push("message:changed", payload(message), to=[message.author_id])


def apply_roster(fact: RosterChanged) -> None:
    """Tell those whose standing changed what they may do in the room now, or that it is closed to them (P6). Nobody
    learns by it of a conversation that was begun with them and in which nothing has been said.
    """
    space = session.get_one(Space, fact.space_id)
    readers = policy.load_readers(space, among=fact.person_ids)
    _tell_standing(space, [each for each in readers if Conversation.is_known_to(each.id, space)])
    reason = "You can no longer read this room."
    others = set(fact.person_ids) - {reader.id for reader in readers}
    live.push("room:closed", {"space": space.slug, "reason": reason}, to=others)


def show_room(fact: RoomChanged) -> None:
    """Tell all its readers what the room is from now on, and what each of them may do there."""
    space = session.get_one(Space, fact.space_id)
    _tell_standing(space, policy.load_readers(space))


def _tell_standing(space: Space, readers: Collection[Actor]) -> None:
    """One push for all who may do the same, however many they are."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for reader in readers:
        groups.setdefault(tuple(may(reader, space)), []).append(reader.id)
    for words, people in groups.items():
        told = {
            "space": space.slug,
            "may": list(words),
            "state": space.room_state.value,
            "slow": space.slow_room,
        }
        live.push("room:changed", told, to=people)


def forget_drafts(fact: RosterChanged) -> None:
    """What was begun to be written here by who has left goes with their membership."""
    RoomDraft.forget_of_former(fact.space_id, fact.person_ids)


def may(actor: Actor, space: Space) -> list[str]:
    """What the actor may do in the room now, in words of the protocol."""
    words = {
        "say": policy.can_say(actor, space),
        "mark": policy.can_mark_in(actor, space),
        "moderate": policy.moderates(actor, space),
    }
    return [word for word, allowed in words.items() if allowed]


def here_now(space: Space) -> Payload:
    """Who is here, for who asks. A crowd's number may be a second old."""
    count = queries.crowd_in(space)
    return {"count": count, "people": []} if count else here(queries.people_here(space))


def here(people: list[queries.Present]) -> Payload:
    """Who is here, by name up to a crowd."""
    named = people if len(people) <= queries.CROWD else []
    return {
        "count": len(people),
        "people": [{"id": each.id, "name": each.name, "initials": each.initials} for each in named],
    }


def show_presence(space: Space) -> None:
    """Tell who is here to those who are, at most every five seconds and only if it is news."""
    if not _is_due(("presence", space.id), PRESENCE_EVERY):
        return
    people = queries.people_here(space)
    ids = frozenset(each.id for each in people)
    if _shown.get(space.id) != ids:
        _shown[space.id] = ids
        live.push("room:presence", {"space": space.slug, **here(people)}, to=ids)


def show_typing(space: Space, actor: Actor) -> None:
    """Tell those who are here that the actor writes, at most every three seconds."""
    if not (policy.can_say(actor, space) and _is_due(("typing", space.id, actor.id), TYPING_EVERY)):
        return
    people = queries.people_here(space)
    mine = [{"id": each.id, "name": each.name} for each in people if each.id == actor.id]
    others = [each.id for each in people if each.id != actor.id]
    if mine:
        live.push("room:typing", {"space": space.slug, "people": mine}, to=others)


def show_unread(slug: str, *, person_id: int, left: Left) -> None:
    """Tell the other pages of a person what of a room they have left to read."""
    live.push("badge", {"space": slug, "unread": left.lines, "mentions": left.mentions}, to=[person_id])


def people(found: list[Person]) -> list[Payload]:
    """People who may be named, as completion shows them."""
    return [
        {
            "id": each.id,
            "name": each.name,
            "initials": each.initials,
            "organisation": each.organisation.name if each.organisation else "",
        }
        for each in found
    ]


def draft(kept: RoomDraft | None) -> Payload | None:
    """What its reader has begun to write, for them alone."""
    return {"text": kept.text, "saved_at": kept.saved_at.isoformat()} if kept else None


def _push(event: str, message_id: int) -> None:
    """To all who may read it, as its command left it: its readers then were those of the roster that came with its
    number (design.md section 5).
    """
    message = db.left(Message, message_id)
    if message is None or not queries.is_whole(message):
        message = session.get(Message, message_id, options=_WHOLE)
    if message is not None and message.seq is not None:
        space = message.space
        readers = policy.known_readers(space.id, kind=space.kind, roster=space.roster)
        live.push(event, payload(message), to=readers)


def _reads(person_id: int, space: Space) -> bool:
    return policy.can_read_space(policy.load_actor(person_id), space)


_told: dict[tuple[Any, ...], datetime] = {}
_shown: dict[int, Iterable[int]] = {}
_MANY = 10_000


def _is_due(matter: tuple[Any, ...], every: timedelta) -> bool:
    """Whether this process last told of `matter` at least `every` ago; it counts as told from now on."""
    now, last = clock.now(), _told.get(matter)
    if last is not None and timedelta() <= now - last < every:
        return False
    if len(_told) > _MANY:
        _told.clear()
    _told[matter] = now
    return True
