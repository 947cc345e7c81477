"""Who reads and speaks in a live room, and who looks after it.

| the room is | says and edits | marks | pins | takes their own words back |
|---|---|---|---|---|
| open | who writes in the space | the same | who moderates | who said it |
| for announcements | who moderates | who writes in the space | who moderates | who said it |
| closed | nobody | who writes in the space | who moderates | who said it |
| archived | nobody | nobody | nobody | who said it |

A mark is an answer without words, so it goes on where nobody speaks; an edit is speech. Everything stays readable, and
moderators hide and restore in any of them: what harms somebody goes on doing so in a room that is closed.
"""

import sqlalchemy as sa

from cop.models import Message, RoomDraft, RoomState, Space, State
from cop.policy.actors import Actor
from cop.policy.holding import stays_as_released
from cop.policy.spaces import can_read_space, moderated_ids, moderates, readable_ids, writes_in


def can_read_message(actor: Actor, message: Message) -> bool:
    """Whether the actor may know of this message: a line or a tombstone."""
    if not can_read_space(actor, message.space):
        return False
    return message.is_placed() or message.author_id == actor.id or moderates(actor, message.space)


def visible_messages(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(
        Message.space_id.in_(readable_ids(actor)),
        sa.or_(
            Message.released_at.is_not(None),
            Message.author_id == actor.id,
            Message.space_id.in_(moderated_ids(actor)),
        ),
    )


def can_say(actor: Actor, space: Space) -> bool:
    if space.room_state is RoomState.ANNOUNCEMENTS:
        return moderates(actor, space)
    return space.room_state is RoomState.OPEN and writes_in(actor, space)


def can_read_draft(actor: Actor, draft: RoomDraft) -> bool:
    """One's own, and nobody else's: no moderator's either."""
    return draft.person_id == actor.id and draft.space_id in actor.roles


def visible_drafts(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(RoomDraft.person_id == actor.id, RoomDraft.space_id.in_(actor.space_ids))


def can_edit_message(actor: Actor, message: Message) -> bool:
    """One's own, held or readable. Where all is held, what was released stays as it was released."""
    if message.author_id != actor.id or not can_say(actor, message.space):
        return False
    if message.state is State.HELD:
        return True
    return message.state is State.RELEASED and not stays_as_released(actor, message.space)


def can_remove_message(actor: Actor, message: Message) -> bool:
    """One's own, whatever the room is: a person may always take back their words."""
    is_mine = message.author_id == actor.id and can_read_space(actor, message.space)
    return is_mine and message.state in (State.HELD, State.RELEASED, State.DECLINED)


def can_mark_in(actor: Actor, space: Space) -> bool:
    return space.room_state is not RoomState.ARCHIVED and writes_in(actor, space)


def can_mark(actor: Actor, message: Message) -> bool:
    return can_mark_in(actor, message.space) and message.is_readable()


def can_pin_message(actor: Actor, message: Message) -> bool:
    """Pin and unpin it."""
    is_living = message.space.room_state is not RoomState.ARCHIVED
    return is_living and moderates(actor, message.space) and message.is_readable()


def can_set_room(actor: Actor, space: Space) -> bool:
    """Open, close and archive its room, and say for how long it keeps what is said."""
    return moderates(actor, space)


def can_see_message_revisions(actor: Actor, message: Message) -> bool:
    """As of a post; of what is no longer kept there are none."""
    if message.state in (State.REMOVED, State.EXPIRED, State.PURGED):
        return False
    is_theirs = message.author_id == actor.id or moderates(actor, message.space)
    return is_theirs and can_read_message(actor, message)
