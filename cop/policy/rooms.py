"""Who reads and speaks in a live room."""

import sqlalchemy as sa

from cop.models import Message, Policy, RoomDraft, Space, State
from cop.policy.actors import Actor
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
    return writes_in(actor, space)


def can_read_draft(actor: Actor, draft: RoomDraft) -> bool:
    """One's own, and nobody else's: no moderator's either."""
    return draft.person_id == actor.id and draft.space_id in actor.roles


def visible_drafts(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(RoomDraft.person_id == actor.id, RoomDraft.space_id.in_(actor.roles.keys()))


def can_edit_message(actor: Actor, message: Message) -> bool:
    """One's own, held or readable. Where all is held, what was released stays as it was released."""
    if message.author_id != actor.id or not writes_in(actor, message.space):
        return False
    if message.state is State.HELD:
        return True
    return message.state is State.RELEASED and message.space.policy is not Policy.ALL_HELD


def can_remove_message(actor: Actor, message: Message) -> bool:
    is_mine = message.author_id == actor.id and can_read_space(actor, message.space)
    return is_mine and message.state in (State.HELD, State.RELEASED, State.DECLINED)


def can_mark(actor: Actor, message: Message) -> bool:
    return writes_in(actor, message.space) and message.is_readable()


def can_see_message_revisions(actor: Actor, message: Message) -> bool:
    """As of a post."""
    if message.state is State.REMOVED:
        return False
    is_theirs = message.author_id == actor.id or moderates(actor, message.space)
    return is_theirs and can_read_message(actor, message)
