"""Whose copies of data and whose decisions are whose, said in rules and in selects over every pair of standings."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import clock, db, policy
from cop.models import Decision, Export, SpaceKind, Verdict
from tests.conftest import NOON
from tests.exports.copies import put_export
from tests.policy.cast import Cast


@pytest.fixture
def cast(database: Engine) -> Cast:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(SpaceKind.COHORT)))()
    db.session.add_all([made[0].space, made[0].another, *made[0].people.values()])
    return made[0]


pytestmark = pytest.mark.usefixtures("app")  # which has a place to keep files in


def test_a_copy_is_its_own_persons_for_a_week(cast: Cast) -> None:
    export = put_export(cast.people["member"], b"copy")
    for standing, actor in cast.actors.items():
        seen = db.session.scalars(sa.select(Export.person_id).where(policy.visible_exports(actor))).all()
        assert policy.can_open_export(actor, export) == bool(seen) == (standing == "member"), standing
    member = cast.actors["member"]
    with clock.at(NOON + timedelta(days=7)):
        assert not policy.can_open_export(member, export)
        assert not db.session.scalars(sa.select(Export).where(policy.visible_exports(member))).all()


def test_one_that_is_not_made_yet_is_opened_by_nobody(cast: Cast) -> None:
    export = put_export(cast.people["member"], b"copy")
    export.ask()
    db.session.flush()
    for actor in cast.actors.values():
        assert not policy.can_open_export(actor, export)
        assert not db.session.scalars(sa.select(Export).where(policy.visible_exports(actor))).all()


def test_people_are_told_of_what_others_decided_about_them_and_not_of_every_kind(cast: Cast) -> None:
    about = {"space_id": cast.space.id, "person_id": cast.people["member"].id}
    others = cast.people["moderator"].id
    for verdict in Verdict:
        for actor_id in (others, cast.people["member"].id, None):
            Decision.log(verdict, actor_id=actor_id, **about)
    made = db.session.scalars(sa.select(Decision)).all()
    for standing, actor in cast.actors.items():
        told = set(db.session.scalars(sa.select(Decision.id).where(policy.told_decisions(actor))))
        assert told == {each.id for each in made if policy.can_be_told(actor, each)}, standing
        assert bool(told) == (standing == "member")
    assert Verdict.DISMISS not in {
        each.verdict for each in made if policy.can_be_told(cast.actors["member"], each)
    }
