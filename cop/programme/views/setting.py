"""Setting a task: entering it, changing it, withdrawing it."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.errors import CopError
from cop.models import Space, Task
from cop.programme import commands
from cop.programme.commands.programmes import Overtaken
from cop.programme.forms.tasks import ChangedTaskForm, TaskForm
from cop.programme.queries import tasks
from cop.programme.views.blueprint import blueprint
from cop.programme.views.cohorts import cohort_space
from cop.programme.views.planning import require_planner
from cop.programme.views.tasks import found
from cop.web import Answer
from cop.web.forms import hidden_number


@blueprint.route("/spaces/<slug>/tasks/new", methods=["GET", "POST"])
@login_required
def new_task(slug: str) -> Answer:
    space = cohort_space(slug)
    require_planner(space)
    form = TaskForm()
    form.offer(tasks.workshops_to_choose(space))
    if not form.is_submitted():
        form.renew_key()
        return _page(space, form)
    try:
        status = 422 if not form.validate() else 0
        made = None if status else _set(space, form)
    except CopError as error:
        status, made = web.explain(form, error), None
        form.renew_key(error)
    if made is None:
        return _page(space, form), status
    flash("It is set, and stands in the calendar.", "good")
    return _back(made.id)


def _set(space: Space, form: TaskForm) -> Task:
    about = {"actor_id": current_user.id, "space_id": space.id}
    return commands.set_task(**about, assignment=form.assignment(), key=form.sent_key())


@blueprint.route("/tasks/<int:task_id>/edit", methods=["GET", "POST"])
@login_required
def edit_task(task_id: int) -> Answer:
    task, status = _kept(task_id), 200
    form = ChangedTaskForm(obj=task)
    form.offer(tasks.workshops_to_choose(task.space))
    if form.is_submitted():
        status = web.refused(form, lambda: _edit(task, form))
    else:
        form.seen.data = str(task.sequence)
    if status:
        return _page(task.space, form, task), status
    flash("Saved.", "good")
    return _back(task_id)


def _edit(task: Task, form: ChangedTaskForm) -> None:
    about, seen = {"actor_id": current_user.id, "task_id": task.id}, hidden_number(form.seen.data)
    try:
        commands.edit_task(**about, assignment=form.assignment(), seen=seen)
    except Overtaken:
        form.seen.data = str(found(task.id).sequence)
        raise


@blueprint.post("/tasks/<int:task_id>/withdrawal")
@login_required
def withdraw_task(task_id: int) -> Response:
    commands.withdraw_task(actor_id=current_user.id, task_id=task_id)
    flash("It is withdrawn. It can be restored here.", "good")
    return _back(task_id)


@blueprint.post("/tasks/<int:task_id>/withdrawal/removal")
@login_required
def restore_task(task_id: int) -> Response:
    commands.restore_task(actor_id=current_user.id, task_id=task_id)
    flash("It is to be done after all.", "good")
    return _back(task_id)


def _kept(task_id: int) -> Task:
    task = found(task_id)
    require_planner(task.space)
    return task


def _page(space: Space, form: TaskForm, task: Task | None = None) -> str:
    return render_template("programme/set_task.html", space=space, form=form, task=task)


def _back(task_id: int) -> Response:
    return redirect(url_for("programme.task", task_id=task_id), 303)
