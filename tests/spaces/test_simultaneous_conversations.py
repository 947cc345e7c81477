"""At once, on databases that really commit: the same people have one conversation; after a block nothing is said."""

import sqlalchemy as sa

from cop import db
from cop.chat import commands as chat
from cop.errors import CopError, Forbidden, TooFast
from cop.models import Block, Conversation, Membership, Message, Space, SpaceKind
from cop.spaces import commands
from tests.at_once import many_at_once
from tests.people import World, key


def count(*where) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(*where))


def test_both_begin_twenty_times_and_have_one(committed: World) -> None:
    pair = (committed.ann.id, committed.bob.id)

    def start(number: int) -> object:
        me, other = pair if number % 2 else pair[::-1]
        return commands.start_conversation(actor_id=me, person_ids=[other]).id

    found = many_at_once(start)

    assert len(set(found)) == 1
    assert count(Space.kind == SpaceKind.DIRECT) == 1
    assert count(Membership.space_id == found[0], Membership.ended_at.is_(None)) == 2


def test_whoever_is_blocked_says_nothing_after_it(committed: World) -> None:
    """Blocking, speaking, and beginning anew at once: what was said was said before, and the last word is refused."""
    ann, bob = committed.ann.id, committed.bob.id
    space = commands.start_conversation(actor_id=ann, person_ids=[bob])
    slug, space_id = space.slug, space.id

    def act(number: int) -> object:
        if number % 4 == 0:
            commands.block_person(actor_id=bob, person_id=ann)
            return count(Message.space_id == space_id)
        if number % 4 == 1:
            return commands.start_conversation(actor_id=bob, person_ids=[ann]).id
        return chat.send_message(actor_id=ann, slug=slug, text=f"Line {number}", key=key())

    results = many_at_once(act)

    counted = [each for each in results if isinstance(each, int) and each != space_id]
    said = [each for each in results if isinstance(each, Message)]
    refused = [each for each in results if isinstance(each, CopError)]
    assert all(isinstance(each, Forbidden) for each in refused)
    assert count(Block.blocker_id == bob) == 1
    assert count(Message.space_id == space_id) == len(said)
    assert all(number == len(said) for number in counted), "a line was said after the block stood"
    assert count(Conversation.space_id > 0) == 1


def test_a_form_and_a_room_of_one_person_do_not_wait_for_each_other(committed: World) -> None:
    """Both draw on what a person may say in a second: whoever takes it has the room before."""
    ann, bob = committed.ann.id, committed.bob.id
    slug = commands.start_conversation(actor_id=ann, person_ids=[bob]).slug

    def say(number: int) -> object:
        if number % 2:
            return chat.send_message(actor_id=ann, slug=slug, text=f"Line {number}", key=key())
        return commands.start_conversation(actor_id=ann, person_ids=[bob], text=f"Line {number}", key=key())

    results = [*many_at_once(say), *many_at_once(say)]

    refused = [each for each in results if isinstance(each, CopError)]
    assert all(isinstance(each, TooFast) for each in refused)
    assert count(Message.author_id == ann) == len(results) - len(refused) >= 20
