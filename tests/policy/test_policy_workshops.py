"""Who reads and plans workshops, said in rules and in selects over every pair of standings and kinds of spaces."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import db, policy
from cop.models import Cohort, Programme, ProgrammeStatus, SpaceKind, Stage, Workshop
from tests.policy.cast import Cast
from tests.workshops import put_workshop


@pytest.fixture(params=list(SpaceKind))
def cast(request: pytest.FixtureRequest, database: Engine) -> Cast:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(request.param)))()
    db.session.add_all([made[0].space, made[0].another, *made[0].people.values()])
    return made[0]


def test_rules_and_selects_agree_about_every_workshop(cast: Cast) -> None:
    workshop = put_workshop(cast.space)
    for standing, actor in cast.actors.items():
        seen = db.session.scalars(sa.select(Workshop.id).where(policy.visible_workshops(actor))).all()
        assert (workshop.id in seen) == policy.can_read_workshop(actor, workshop), standing
        assert policy.can_read_workshop(actor, workshop) == policy.can_read_space(actor, cast.space)


def test_a_cohort_is_kept_by_its_moderators_and_staff_and_other_spaces_by_nobody(cast: Cast) -> None:
    keeps = {standing for standing, actor in cast.actors.items() if policy.can_keep_cohort(actor, cast.space)}
    assert keeps == ({"moderator", "staff"} if cast.space.kind is SpaceKind.COHORT else set())
    plans = {standing for standing, actor in cast.actors.items() if policy.can_plan(actor, cast.space)}
    assert plans == keeps


def test_a01_nothing_is_planned_once_it_is_over(cast: Cast) -> None:
    moderator = cast.actors["moderator"]
    programme = Programme(slug="over", name="Over", status=ProgrammeStatus.RUNNING.value)
    cast.space.programme = programme
    db.session.flush()
    assert policy.is_open_to_plans(cast.space), "control"
    for status in (ProgrammeStatus.ENDED, ProgrammeStatus.ARCHIVED):
        programme.status = status.value
        assert not policy.can_plan(moderator, cast.space)
    programme.status = ProgrammeStatus.PLANNED.value
    assert policy.is_open_to_plans(cast.space)
    db.session.add(Cohort(space_id=cast.space.id, stage=Stage.ARCHIVED))
    db.session.flush()
    assert not policy.is_open_to_plans(cast.space)
