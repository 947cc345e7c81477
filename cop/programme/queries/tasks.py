"""Tasks as they are listed, with what somebody has done of them, and who has done one."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, raiseload

from cop import policy
from cop.db import session
from cop.models import (
    Membership,
    Person,
    Programme,
    Role,
    RoleName,
    Space,
    SpaceKind,
    Task,
    TaskResponse,
    Workshop,
)
from cop.models.programmes import OVER
from cop.policy import Actor


class Mine(NamedTuple):
    """A task, and what its reader wrote for it; None where that is nothing yet."""

    task: Task
    response: TaskResponse | None

    @property
    def is_done(self) -> bool:
        return self.response is not None and self.response.done_at is not None

    @property
    def is_late(self) -> bool:
        if self.is_done or self.task.withdrawn_at is not None:
            return False
        return self.task.is_past and not self.task.is_over


class Doer(NamedTuple):
    """A member, whether they are done, and what they wrote as far as the reader may read it."""

    name: str
    is_done: bool
    text: str | None


def of_cohort(actor: Actor, space: Space) -> list[Mine]:
    """All of them, the first that is due first."""
    query = _mine(actor).where(Task.space_id == space.id).order_by(Task.due_on, Task.id)
    return [Mine(task, response) for task, response in session.execute(query)]


def by_id(actor: Actor, task_id: int) -> sa.Select[Task]:
    query = sa.select(Task).options(joinedload(Task.space), joinedload(Task.workshop))
    return query.where(Task.id == task_id, policy.visible_tasks(actor))


def due(actor: Actor, *, at_most: int) -> list[Mine]:
    """What the actor has yet to do in the cohorts that they write in, what is late first. Of a programme that is over
    nothing is asked for any more.
    """
    writes = [*actor.spaces_as(RoleName.MEMBER)]
    query = (
        _mine(actor)
        .join(Task.space)
        .outerjoin(Space.programme)
        .options(contains_eager(Task.space).contains_eager(Space.programme))
        .where(Space.kind == SpaceKind.COHORT, Space.id.in_(writes))
        .where(sa.or_(Programme.id.is_(None), Programme.status.not_in(OVER)))
        .where(Task.withdrawn_at.is_(None), TaskResponse.done_at.is_(None))
        .order_by(Task.due_on, Task.id)
        .limit(at_most)
    )
    return [Mine(task, response) for task, response in session.execute(query)]


def _mine(actor: Actor) -> sa.Select[*tuple[Task, TaskResponse]]:
    own = sa.and_(TaskResponse.task_id == Task.id, TaskResponse.person_id == actor.id)
    return sa.select(Task, TaskResponse).outerjoin(TaskResponse, own)


def doers(actor: Actor, task: Task) -> list[Doer]:
    """The members of its cohort by name. The words of those who keep theirs to themselves are not even asked for."""
    here = (Membership.space_id == task.space_id, Membership.holds(), ~Membership.looks_in())
    members = (
        sa.select(Membership.person_id)
        .join(Membership.roles)
        .where(*here, Role.holds(), Role.name == RoleName.MEMBER)
    )
    own = sa.and_(TaskResponse.task_id == task.id, TaskResponse.person_id == Person.id)
    words = sa.case((policy.visible_responses(actor), TaskResponse.text), else_=None)
    query = (
        sa.select(Person.name, TaskResponse.done_at.is_not(None), words)
        .outerjoin(TaskResponse, own)
        .where(Person.id.in_(members), Person.deactivated_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    return [Doer(name, bool(is_done), text) for name, is_done, text in session.execute(query)]


def workshops_to_choose(space: Space) -> Sequence[Workshop]:
    """Those that a task can be for."""
    query = sa.select(Workshop).options(raiseload("*")).where(Workshop.space_id == space.id)
    return session.scalars(query.order_by(Workshop.number, Workshop.id)).all()
