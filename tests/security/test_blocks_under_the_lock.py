"""A block waits for whoever is half-way through a line, and whoever comes to speak while it is set is refused."""

import sqlalchemy as sa

from cop import clock, db
from cop.chat import commands as chat
from cop.errors import Forbidden
from cop.models import Block
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
