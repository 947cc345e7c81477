"""Who is given tasks and reads what was written for them, in rules and in selects over all standings and kinds."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import clock, db, policy
from cop.models import SpaceKind, Task, TaskResponse
from tests.policy.cast import Cast
from tests.workshops import put_task


@pytest.fixture(params=list(SpaceKind))
def cast(request: pytest.FixtureRequest, database: Engine) -> Cast:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(request.param)))()
    db.session.add_all([made[0].space, made[0].another, *made[0].people.values()])
    return made[0]


def test_rules_and_selects_agree_about_every_task(cast: Cast) -> None:
    task = put_task(cast.space)
    for standing, actor in cast.actors.items():
        seen = db.session.scalars(sa.select(Task.id).where(policy.visible_tasks(actor))).all()
        assert (task.id in seen) == policy.can_read_task(actor, task), standing
        assert policy.can_respond(actor, task) == policy.writes_in(actor, cast.space)
        assert policy.can_read_task(actor, task) or not policy.can_respond(actor, task)


def test_nobody_does_what_was_withdrawn(cast: Cast) -> None:
    task = put_task(cast.space)
    task.withdrawn_at = clock.now()
    assert not any(policy.can_respond(actor, task) for actor in cast.actors.values())


@pytest.mark.parametrize("is_shared", [False, True])
def test_rules_and_selects_agree_about_every_response(cast: Cast, is_shared: bool) -> None:
    task, member = put_task(cast.space), cast.people["member"]
    response = TaskResponse(task_id=task.id, person_id=member.id, text="Mine", is_shared=is_shared)
    response.task = task
    db.session.add(response)
    db.session.flush()
    readers = set()
    for standing, actor in cast.actors.items():
        seen = db.session.scalars(sa.select(TaskResponse.id).where(policy.visible_responses(actor))).all()
        assert (response.id in seen) == policy.can_read_response(actor, response), standing
        readers |= {standing} if seen else set()
    is_read = is_shared and cast.space.kind is SpaceKind.COHORT
    assert readers == ({"member", "moderator", "staff"} if is_read else {"member"})
