"""Setting a task to a cohort, and doing it."""

from dataclasses import asdict, astuple, dataclass, replace
from datetime import date

import sqlalchemy as sa

from cop import clock, policy
from cop.db import add_once, command, get, lock, session
from cop.errors import Invalid, NotFound
from cop.models import Task, TaskResponse, Workshop
from cop.models.states import ALREADY_SENT, digest
from cop.programme.commands.cohorts import lock_plans
from cop.programme.commands.programmes import LINE_LIMIT, MEANWHILE, TEXT_LIMIT, Overtaken
from cop.typed import one_line, optional

RESPONSE_LIMIT = 20_000
ELSEWHERE = (
    "You have written something else for this since you opened the page, as on another device. What you typed here is "
    "kept: save again to replace the other."
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is to be done until the end of a day; `workshop_id` names the one that it is for."""

    title: str
    due_on: date
    text: str = ""
    workshop_id: int | None = None

    def written(self, space_id: int) -> "Assignment":
        """As it will be kept. Raises Invalid."""
        workshop = None if self.workshop_id is None else session.get(Workshop, self.workshop_id)
        if self.workshop_id is not None and (workshop is None or workshop.space_id != space_id):
            raise Invalid("Choose a workshop of this cohort.", field="workshop_id")
        title = one_line(self.title, limit=LINE_LIMIT, field="title", missing="Enter a title.")
        return replace(self, title=title, text=optional(self.text, limit=TEXT_LIMIT))


@command
def set_task(*, actor_id: int, space_id: int, assignment: Assignment, key: str) -> Task:
    """A task for everybody in a cohort. The same form sent twice sets one. Raises NotFound, Forbidden, Invalid."""
    space = lock_plans(actor_id, space_id)
    assignment = assignment.written(space.id)
    sent = digest(actor_id, space.id, *astuple(assignment))
    known = session.scalars(sa.select(Task).where(Task.key == key)).one_or_none()
    if known is not None:
        known.matches(sent)
        return known
    task = Task(space_id=space.id, key=key, digest=sent, **asdict(assignment))
    add_once(task, taken=ALREADY_SENT)
    return task


@command
def edit_task(*, actor_id: int, task_id: int, assignment: Assignment, seen: int) -> Task:
    """Say anew what is to be done until when. Overtaken where it is not as it was at `seen`, its sequence."""
    task = _lock_set(actor_id, task_id)
    assignment = assignment.written(task.space_id)
    if task.sequence != seen:
        raise Overtaken(MEANWHILE)
    new = {name: value for name, value in asdict(assignment).items() if getattr(task, name) != value}
    for name, value in new.items():
        setattr(task, name, value)
    if new:
        task.turn()
    return task


@command
def withdraw_task(*, actor_id: int, task_id: int) -> None:
    """Let nobody have to do it. What was written for it stays with who wrote it. A repeat is harmless."""
    task = _lock_set(actor_id, task_id)
    if task.withdrawn_at is None:
        task.withdrawn_at = clock.now()
        task.turn()


@command
def restore_task(*, actor_id: int, task_id: int) -> None:
    """Let it be done after all. A repeat is harmless."""
    task = _lock_set(actor_id, task_id)
    if task.withdrawn_at is not None:
        task.withdrawn_at = None
        task.turn()


@command
def respond(
    *, actor_id: int, task_id: int, text: str, is_shared: bool, is_done: bool, seen: str | None = None
) -> TaskResponse:
    """Keep what the actor wrote for a task, say who reads it, and whether it is done. A repeat changes nothing. `seen`
    is the mark of what the page showed, empty for nothing: Overtaken where they have written something else since, as
    on another device. Raises NotFound, Forbidden, Invalid.
    """
    task, actor = lock(Task, task_id), policy.load_actor(actor_id)
    if not policy.can_read_task(actor, task):
        raise NotFound
    policy.require(policy.can_respond(actor, task), "This task is not for you to do, or was withdrawn.")
    text, response = optional(text, limit=RESPONSE_LIMIT), response_of(actor_id, task_id)
    there = response.text if response else ""
    if text != there and seen not in {None, mark_of(response)}:
        raise Overtaken(ELSEWHERE)
    if response is None:
        response = TaskResponse(task_id=task.id, person_id=actor_id)
        session.add(response)
    response.text = text
    response.is_shared = is_shared
    response.done_at = (response.done_at or clock.now()) if is_done else None
    response.changed_at = clock.now()
    session.flush()
    return response


def mark_of(response: TaskResponse | None) -> str:
    """By which a page can tell that somebody’s own words are as they were; empty where there are none."""
    return digest(response.text) if response else ""


def response_of(person_id: int, task_id: int) -> TaskResponse | None:
    query = sa.select(TaskResponse).where(
        TaskResponse.person_id == person_id, TaskResponse.task_id == task_id
    )
    return session.scalars(query).one_or_none()


def _lock_set(actor_id: int, task_id: int) -> Task:
    """A task, locked after its cohort, for who plans there."""
    found = get(Task, task_id)
    if not policy.can_read_task(policy.load_actor(actor_id), found):
        raise NotFound
    lock_plans(actor_id, found.space_id)
    return lock(Task, task_id)
