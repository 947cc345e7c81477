"""Who inspects a set finds there what its members find, while that lasts; before it and after it nothing (S34)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.engine import Connection

from cop import clock, db
from cop.models import Basis, Person
from cop.spaces import commands
from cop.spaces.commands import Sought
from tests import people
from tests.authz.canaries import Canaries
from tests.authz.outlets import everything_shown
from tests.authz.stage import Stage, undone
from tests.authz.test_canary import walk
from tests.conftest import NOON

__all__ = ["walk"]

pytestmark = [pytest.mark.walk, pytest.mark.timeout(600)]

IN_THE_SET = {"canarysettitlezz", "canarysetpostzz", "canarysetlinezz"}


def test_staff_find_what_is_in_a_set_for_a_day(app: Flask, walk: tuple[Stage, Canaries, Connection]) -> None:
    stage, canaries, connection = walk
    may = {word for word, standings in canaries.allowed.items() if "staff" in standings}
    written = {
        word for word in canaries.allowed if word.startswith(("canarydraft", "canarybegun", "canarytitled"))
    }

    def found() -> set[str]:
        shown = "".join(everything_shown(app, stage, canaries, connection, "staff"))
        return {word for word in canaries.allowed if word in shown}

    with undone(connection):
        _open(stage)
        during = found()
        assert during >= may | IN_THE_SET
        assert not (during - may) & (written | _of_others(canaries))
        with clock.at(NOON + timedelta(hours=24)):
            assert found() == may


def _of_others(canaries: Canaries) -> set[str]:
    """What is for somebody of the cast and not for staff: nobody of the cast is in the set."""
    return {word for word, standings in canaries.allowed.items() if standings and "staff" not in standings}


def _open(stage: Stage) -> None:
    staff, steward = (db.session.get_one(Person, stage.people[name].id) for name in ("staff", "steward"))
    sought = Sought(basis=Basis.LEGAL, report="", demand="A court order", reason="Because")
    asked = commands.ask_inspection(actor_id=staff.id, space_id=stage.set_a.id, sought=sought)
    people.rest()
    commands.approve_inspection(actor_id=steward.id, inspection_id=asked.id)
