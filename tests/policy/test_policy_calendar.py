"""Whose dates stand in whose calendar, said in rules and in selects."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import db, policy
from cop.models import Space, SpaceKind
from tests.policy.cast import Cast


@pytest.fixture(params=list(SpaceKind))
def cast(request: pytest.FixtureRequest, database: Engine) -> Cast:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(request.param)))()
    db.session.add_all([made[0].space, made[0].another, *made[0].people.values()])
    return made[0]


def test_rules_and_selects_agree_about_every_space(cast: Cast) -> None:
    shown = 0
    for standing, actor in cast.actors.items():
        there = set(db.session.scalars(sa.select(Space.id).where(policy.calendar_spaces(actor))))
        spaces = (cast.space, cast.another)
        allowed = {space.id for space in spaces if policy.has_calendar(actor, space)}
        assert there & {space.id for space in spaces} == allowed, standing
        assert all(policy.can_read_space(actor, space) for space in spaces if space.id in allowed)
        shown += cast.space.id in allowed
    assert (shown > 0) == (cast.space.kind is not SpaceKind.DIRECT)


def test_who_inspects_a_set_has_none_of_its_dates(cast: Cast) -> None:
    member = cast.actors["member"]
    looking = policy.Actor(id=member.id, roles=member.roles, inspected=frozenset({cast.space.id}))
    assert not policy.has_calendar(looking, cast.space)
    there = db.session.scalars(sa.select(Space.id).where(policy.calendar_spaces(looking))).all()
    assert cast.space.id not in there
