"""Blocks: set and taken back by whoever has them; the person blocked is told nothing."""

import sqlalchemy as sa

from cop import policy
from cop.db import command, session
from cop.errors import Forbidden, NotFound
from cop.models import Block, Conversation, Membership, Person, Space
from cop.models.people import lock_people


@command
def block_person(*, actor_id: int, person_id: int) -> Block:
    """Block somebody whose page the actor can open; a repeat returns the first.

    What is being said between the two at this moment is said before it, and nothing after.
    """
    if actor_id == person_id:
        raise Forbidden("You can't block yourself.")
    lock_people((actor_id, person_id))
    visible = policy.visible_profiles(policy.load_actor(actor_id))
    if not session.scalar(sa.select(sa.exists().where(Person.id == person_id, visible))):
        raise NotFound
    first = Block.of(actor_id, person_id)
    if first is not None:
        return first
    _lock_conversations(actor_id, person_id)
    block = Block(blocker_id=actor_id, blocked_id=person_id)
    session.add(block)
    session.flush()
    return block


@command
def unblock_person(*, actor_id: int, person_id: int) -> None:
    """Take one's own block back; nothing happens where there is none, whoever that person is."""
    block = Block.of(actor_id, person_id)
    if block is not None:
        session.delete(block)


def _lock_conversations(*person_ids: int) -> None:
    """The rooms of conversations that these two are in, so that nobody is half-way through a line there."""
    both = [
        Space.id.in_(
            sa.select(Membership.space_id).where(Membership.person_id == each, Membership.ended_at.is_(None))
        )
        for each in person_ids
    ]
    query = sa.select(Space.id).join(Conversation, Conversation.space_id == Space.id).where(*both)
    session.execute(query.order_by(Space.id).with_for_update(of=Space)).all()
