"""A programme, with cohort one in it."""

import pytest

from cop import db
from cop.models import Programme, Space
from cop.spaces import commands as spaces
from tests.people import World


@db.command
def belong(space: Space, programme: Programme) -> None:
    """Let `space` be a space of `programme`."""
    db.lock(Space, space.id).programme_id = programme.id


@pytest.fixture
def programme(world: World) -> Programme:
    """Leading Thistles, which runs, in the work stream “Leading Plants”."""
    made = spaces.create_programme(actor_id=None, name="Leading Thistles", parent="Leading Plants")
    belong(world.cohort, made)
    return made
