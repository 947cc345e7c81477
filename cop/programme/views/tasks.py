"""Tasks of a cohort: the list, and one with what its reader wrote for it."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import policy, web
from cop.models import Task
from cop.programme import commands
from cop.programme.commands.programmes import Overtaken
from cop.programme.commands.tasks import response_of
from cop.programme.forms.tasks import READERS, Readers, ResponseForm
from cop.programme.queries import tasks
from cop.programme.views.blueprint import blueprint
from cop.programme.views.cohorts import cohort_space
from cop.web import Answer
from cop.web.forms import hints


@blueprint.get("/spaces/<slug>/tasks")
@login_required
def tasks_of(slug: str) -> str:
    space = cohort_space(slug)
    return render_template("programme/tasks.html", space=space, tasks=tasks.of_cohort(web.actor(), space))


@blueprint.get("/tasks/<int:task_id>")
@login_required
def task(task_id: int) -> str:
    shown, form = found(task_id), ResponseForm(formdata=None)
    form.show(response_of(current_user.id, task_id))
    return _page(shown, form)


@blueprint.post("/tasks/<int:task_id>/response")
@login_required
def respond(task_id: int) -> Answer:
    shown = found(task_id)
    policy.require(
        policy.can_respond(web.actor(), shown), "This task is not for you to do, or was withdrawn."
    )
    form = ResponseForm()
    status = web.refused(form, lambda: _respond(task_id, form))
    if status:
        return _page(found(task_id), form), status
    flash("Saved, and done." if form.is_done.data else "Saved. It is not done yet.", "good")
    return redirect(url_for("programme.task", task_id=task_id), 303)


def _respond(task_id: int, form: ResponseForm) -> None:
    try:
        commands.respond(
            actor_id=current_user.id,
            task_id=task_id,
            text=form.text.data or "",
            is_shared=form.readers.data is Readers.SHARED,
            is_done=bool(form.is_done.data),
            seen=form.seen.data,
        )
    except Overtaken:
        form.look_at(response_of(current_user.id, task_id))
        raise


def _page(shown: Task, form: ResponseForm) -> str:
    keeps = policy.can_keep_cohort(web.actor(), shown.space)
    return render_template(
        "programme/task.html",
        task=shown,
        form=form,
        hints=hints(READERS),
        doers=tasks.doers(web.actor(), shown) if keeps else None,
    )


def found(task_id: int) -> Task:
    """The task; NotFound for who can't read its cohort."""
    there: Task = web.found(tasks.by_id(web.actor(), task_id))
    return there
