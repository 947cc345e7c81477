"""A block waits for whoever is half-way through a line, and whoever comes to speak while it is set is refused."""

import sqlalchemy as sa

from cop import clock, db
from cop.chat import commands as chat
from cop.errors import Forbidden
from cop.models import Block, Conversation, Space, Throttle
from cop.spaces import commands
from tests import people
from tests.people import World
from tests.security.test_under_the_lock import ON_POSTGRESQL, meanwhile


@ON_POSTGRESQL
def test_whoever_speaks_while_a_block_is_set_is_refused(committed: World) -> None:
    ann, bob = committed.ann.id, committed.bob.id
    space = commands.start_conversation(actor_id=ann, person_ids=[bob])

    def say() -> object:
        return chat.send_message(actor_id=ann, slug=space.slug, text="x", key=people.key())

    assert say()  # the control
    setting = sa.insert(Block).values(blocker_id=bob, blocked_id=ann, created_at=clock.now())
    assert isinstance(meanwhile(space.id, say, setting), Forbidden)


@ON_POSTGRESQL
def test_a_block_waits_for_a_line_that_is_being_said(committed: World) -> None:
    ann, bob = committed.ann.id, committed.bob.id
    space = commands.start_conversation(actor_id=ann, person_ids=[bob])

    def block() -> object:
        return commands.block_person(actor_id=bob, person_id=ann)

    saying = sa.text("UPDATE space SET said = said + 1 WHERE id = :id").bindparams(id=space.id)
    assert isinstance(meanwhile(space.id, block, saying), Block)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Block)) == 1


@ON_POSTGRESQL
def test_nothing_is_said_in_a_conversation_that_somebody_leaves_meanwhile(committed: World) -> None:
    """What is sent by the form goes to these people: where one of them has left, to a conversation of their own."""
    ann, bob = committed.ann.id, committed.bob.id
    carl = people.newcomer("carl", committed.cohort).id
    first = commands.start_conversation(actor_id=ann, person_ids=[bob, carl]).id

    def start() -> object:
        return commands.start_conversation(
            actor_id=ann, person_ids=[bob, carl], text="To both", key=people.key()
        )

    assert start().id == first  # the control
    leaving = sa.update(Conversation).where(Conversation.space_id == first).values(people=None)
    fresh = meanwhile(first, start, leaving)
    assert isinstance(fresh, Space)
    assert fresh.id != first
    assert db.session.scalar(sa.select(Space.said).where(Space.id == first)) == 1


@ON_POSTGRESQL
def test_the_form_takes_the_room_before_the_throttle(committed: World) -> None:
    """As the room does: the other way round each could hold what the other waits for."""
    ann, bob = committed.ann.id, committed.bob.id
    about = {"actor_id": ann, "person_ids": [bob]}
    space = commands.start_conversation(**about, text="One", key=people.key()).id

    def start() -> object:
        return commands.start_conversation(**about, text="Two", key=people.key())

    drawing = sa.update(Throttle).where(Throttle.bucket == f"say:{ann}").values(left=5.0)
    assert isinstance(meanwhile(space, start, drawing), Space)
