"""One command, one commit."""

import pytest

from cop import db
from cop.errors import NotFound
from cop.models import Space
from tests.people import World


def test_a_command_that_fails_leaves_nothing(world: World) -> None:
    @db.command
    def rename_and_fail() -> None:
        db.lock(Space, world.cohort.id).name = "Renamed"
        raise NotFound

    with pytest.raises(NotFound):
        rename_and_fail()
    assert db.session.get(Space, world.cohort.id).name == "Cohort 1"
