"""Who is given the tasks of a cohort, and who reads what somebody wrote for one."""

import sqlalchemy as sa

from cop.models import Space, SpaceKind, Task, TaskResponse
from cop.policy.actors import Actor
from cop.policy.spaces import can_read_space, moderated_spaces, readable_ids, writes_in
from cop.policy.workshops import can_keep_cohort


def can_read_task(actor: Actor, task: Task) -> bool:
    return can_read_space(actor, task.space)


def visible_tasks(actor: Actor) -> sa.ColumnElement[bool]:
    return Task.space_id.in_(readable_ids(actor))


def can_respond(actor: Actor, task: Task) -> bool:
    """Do it: whoever writes in the cohort, whatever its programme has come to."""
    return writes_in(actor, task.space) and task.withdrawn_at is None


def can_read_response(actor: Actor, response: TaskResponse) -> bool:
    """Its words. That somebody is done with a task, who looks after the cohort knows in any case."""
    is_mine = response.person_id == actor.id
    return is_mine or (response.is_shared and can_keep_cohort(actor, response.task.space))


def visible_responses(actor: Actor) -> sa.ColumnElement[bool]:
    kept = sa.true() if actor.is_staff else moderated_spaces(actor)
    cohorts = sa.select(Space.id).where(Space.kind == SpaceKind.COHORT, kept)
    shared = sa.and_(TaskResponse.is_shared.is_(True), Task.space_id.in_(cohorts))
    of_task = sa.exists().where(Task.id == TaskResponse.task_id, shared)
    return sa.or_(TaskResponse.person_id == actor.id, of_task)


__all__ = ["can_read_response", "can_read_task", "can_respond", "visible_responses", "visible_tasks"]
