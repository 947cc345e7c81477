"""Socket events of the live room (design.md section 5): each reads through what the actor may see at that moment."""

from collections.abc import Mapping
from typing import Any

from cop import guarding, live
from cop.chat import commands, forms, queries, reactions
from cop.chat.payloads import payload, payloads
from cop.models import Message
from cop.policy import Actor

Ack = Mapping[str, Any]


@live.handles("live:ping", live.Nothing)
def answer_ping(_actor: Actor, _nothing: live.Nothing) -> None:
    """A sign of life: the sign-in was read anew, as for every event."""


@live.handles("room:open", forms.Opening)
def open_room(actor: Actor, asked: forms.Opening) -> Ack:
    space = queries.room(actor, asked.space)
    if asked.after is None:
        lines, reset = queries.newest(space), False
    else:
        lines, reset = queries.changes(space, after=asked.after)
    return {
        "pulse": space.pulse,
        "messages": payloads(space, lines),
        "held": [payload(message) for message in queries.waiting(actor, space)],
        "reset": reset,
        "here": reactions.here_now(space),
        "may": reactions.may(actor, space),
        "state": space.room_state.value,
        "slow": space.slow_room,
        "draft": reactions.draft(queries.draft(actor, space)),
    }


@live.handles("room:sync", forms.Syncing)
def sync_room(actor: Actor, asked: forms.Syncing) -> Ack:
    space = queries.room(actor, asked.space)
    lines, reset = queries.changes(space, after=asked.after)
    return {"pulse": space.pulse, "messages": payloads(space, lines), "reset": reset}


@live.handles("room:older", forms.Older)
def show_older(actor: Actor, asked: forms.Older) -> Ack:
    space = queries.room(actor, asked.space)
    return {"messages": payloads(space, queries.before(space, asked.before))}


@live.handles("room:read", forms.Reading)
def read_room(actor: Actor, asked: forms.Reading) -> None:
    left = commands.read_room(actor_id=actor.id, slug=asked.space, upto=asked.upto)
    reactions.show_unread(asked.space, person_id=actor.id, left=left)


@live.handles("room:here", forms.Room)
def see_room(actor: Actor, asked: forms.Room) -> Ack:
    space = commands.see_room(actor_id=actor.id, slug=asked.space)
    reactions.show_presence(space)
    return {
        "pulse": space.pulse,
        "here": reactions.here_now(space),
        "may": reactions.may(actor, space),
        "state": space.room_state.value,
        "slow": space.slow_room,
    }


@live.handles("room:typing", forms.Room)
def type_in_room(actor: Actor, asked: forms.Room) -> None:
    reactions.show_typing(queries.room(actor, asked.space), actor)


@live.handles("room:leave", forms.Room)
def leave_room(actor: Actor, asked: forms.Room) -> None:
    reactions.show_presence(commands.leave_room(actor_id=actor.id, slug=asked.space))


@live.handles("room:people", forms.Naming)
def find_people(actor: Actor, asked: forms.Naming) -> Ack:
    space = queries.room(actor, asked.space)
    return {"people": reactions.people(queries.nameable(space, asked.prefix, but=actor.id))}


@live.handles("room:draft", forms.Drafting)
def keep_draft(actor: Actor, asked: forms.Drafting) -> Ack:
    saved_at = commands.keep_draft(actor_id=actor.id, slug=asked.space, text=asked.text)
    return {"saved_at": saved_at.isoformat() if saved_at else None}


@live.handles("message:send", forms.Saying)
def send_message(actor: Actor, said: forms.Saying) -> Ack:
    with guarding.confirming(said.confirmed, means_it=said.meant):
        message = commands.send_message(
            actor_id=actor.id, slug=said.space, text=said.text, key=said.key, reply_to=said.reply_to
        )
    return _told(message)


@live.handles("message:edit", forms.Editing)
def edit_message(actor: Actor, asked: forms.Editing) -> Ack:
    with guarding.confirming(asked.confirmed, means_it=asked.meant):
        message = commands.edit_message(
            actor_id=actor.id, message_id=asked.message, text=asked.text, changed=asked.changed
        )
    return _told(message)


@live.handles("message:remove", forms.Removing)
def remove_message(actor: Actor, asked: forms.Removing) -> Ack:
    return _told(commands.remove_message(actor_id=actor.id, message_id=asked.message, changed=asked.changed))


@live.handles("message:react", forms.Marking)
def mark_message(actor: Actor, asked: forms.Marking) -> Ack:
    return _told(
        commands.mark_message(actor_id=actor.id, message_id=asked.message, word=asked.mark, on=asked.on)
    )


def _told(message: Message) -> Ack:
    return {"message": payload(message)}
