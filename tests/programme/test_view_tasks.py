"""The pages of tasks: for who does them, for who sets them, and what is due on Home."""

import re
from datetime import timedelta

import pytest

from cop.models import ProgrammeStatus
from cop.programme import commands
from tests.conftest import NOON
from tests.people import post, words
from tests.workshops import assign, plan

TODAY = NOON.date()
LIST = "/spaces/cohort-1/tasks"
OWN = "Our ward has no notice board"


def shown(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return words(answer).partition('id="main"')[2]


@pytest.fixture
def ann(world, client_for):
    return client_for(world.ann)


@pytest.fixture
def bob(world, client_for):
    return client_for(world.bob)


@pytest.fixture
def task(world):
    return assign(world.ann, world.cohort, TODAY - timedelta(days=1), text="Walk round.\n\nLook.")


def test_one_is_set_for_a_workshop_once(world, ann, bob):
    assert f"{LIST}/new" in shown(ann, LIST)
    assert "No tasks" in shown(bob, LIST)
    workshop = plan(world.ann, world.cohort, TODAY + timedelta(days=9))
    page = shown(ann, f"{LIST}/new")
    assert "Day 1: Culture" in page
    key = re.search(r'name="key"[^>]*value="(\w+)"', page)[1]
    form = {
        "title": "Look around",
        "due_on": "2026-03-09",
        "workshop_id": workshop.id,
        "text": "",
        "key": key,
    }
    answer = post(ann, f"{LIST}/new", form)
    assert answer.status_code == 303
    assert post(ann, f"{LIST}/new", form).location == answer.location
    page = shown(bob, answer.location)
    assert f"/workshops/{workshop.id}" in page
    assert "Mon 9 Mar 2026" in page
    assert "To do" in shown(bob, LIST)
    assert "Due: Look around" in shown(bob, "/spaces/cohort-1/calendar")


def test_a20_it_is_done_in_private_and_its_words_are_read_by_nobody_else(world, task, ann, bob, client_for):
    here = f"/tasks/{task.id}"
    assert "Overdue" in shown(bob, here)
    assert re.search(r'value="private"[^>]*checked', shown(bob, here)), "nothing is shared by itself"
    answer = post(bob, f"{here}/response", {"text": OWN, "readers": "private", "is_done": "y"})
    assert answer.location == here
    assert OWN in shown(bob, here)
    assert "Overdue" not in shown(bob, here)
    for person in (world.ann, world.staff):
        page = shown(client_for(person), here)
        assert re.search(r"<b>Bob</b> <span[^>]*>Done", page)
        assert OWN not in page
    post(bob, f"{here}/response", {"text": OWN, "readers": "shared", "is_done": "y"})
    assert OWN in shown(ann, here)
    assert "Who is done" not in shown(bob, here)


def test_what_was_written_on_another_device_is_not_lost(task, bob):
    """F15: the page that was opened first does not replace what was saved since, until its writer knows."""
    here = f"/tasks/{task.id}"
    form = {"text": OWN, "readers": "private", "seen": _seen(shown(bob, here))}
    assert post(bob, f"{here}/response", form).status_code == 303
    assert post(bob, f"{here}/response", form | {"is_done": "y"}).status_code == 303, (
        "control: the same words"
    )
    refused = post(bob, f"{here}/response", form | {"text": "Shorter"})
    assert refused.status_code == 409
    assert "Shorter" in words(refused), "what was typed stays in the page"
    assert OWN in shown(bob, here)
    knowing = form | {"text": "Shorter", "seen": _seen(words(refused))}
    assert post(bob, f"{here}/response", knowing).status_code == 303
    assert OWN not in shown(bob, here)


def _seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="(\w*)"', page)
    return found[1] if found else ""


def test_a20_what_is_due_stands_on_home_until_it_is_done(world, task, bob, client_for):
    page = shown(bob, "/")
    assert "Tasks to do" in page
    assert "Overdue" in page
    assert "Tasks to do" not in shown(client_for(world.mallory), "/")
    post(bob, f"/tasks/{task.id}/response", {"text": "", "readers": "private", "is_done": "y"})
    assert "Tasks to do" not in shown(bob, "/")


def test_of_a_programme_that_is_over_nothing_is_still_to_do(world, task, bob, programme):
    assert "Overdue" in shown(bob, LIST)
    over = {"status": ProgrammeStatus.ENDED, "ended_on": TODAY}
    commands.set_status(actor_id=world.staff.id, programme_id=programme.id, **over)
    page = shown(bob, LIST)
    assert "Programme over" in page
    assert "To do" not in page
    assert "Overdue" not in page + shown(bob, f"/tasks/{task.id}")
    post(bob, f"/tasks/{task.id}/response", {"text": "", "readers": "private", "is_done": "y"})
    assert "Done" in shown(bob, LIST), "what is done is done all the same"


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"text": "x", "readers": "all"}, "Invalid Choice"),
        ({"text": "x" * 20_001, "readers": "private"}, "At most"),
    ],
)
def test_a_response_that_is_wrong_comes_back(task, bob, form, told):
    answer = post(bob, f"/tasks/{task.id}/response", form)
    assert answer.status_code == 422
    assert told in words(answer)


def test_what_may_be_a_patients_is_not_kept(task, bob):
    answer = post(
        bob, f"/tasks/{task.id}/response", {"text": "NHS number 943 476 5919", "readers": "private"}
    )
    assert answer.status_code == 422
    assert "943 476 5919" in words(answer), "what was typed stays in the page"
    assert "943 476 5919" not in shown(bob, f"/tasks/{task.id}")


def test_it_is_changed_withdrawn_and_restored_by_who_sets_it(task, ann, bob):
    here = f"/tasks/{task.id}"
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', shown(ann, f"{here}/edit"))[1]
    form = {"title": "Look closer", "due_on": "2026-03-20", "workshop_id": "", "text": "", "seen": seen}
    assert post(ann, f"{here}/edit", form).location == here
    assert post(ann, f"{here}/edit", form | {"title": "Mine"}).status_code == 409
    assert "Look closer" in shown(bob, here)
    for door in ("withdrawal", "withdrawal/removal"):
        assert post(bob, f"{here}/{door}").status_code == 403
        assert post(ann, f"{here}/{door}").location == here
    assert post(ann, f"{here}/withdrawal").status_code == 303
    assert "Withdrawn" in shown(bob, LIST)
    assert post(bob, f"{here}/response", {"text": OWN, "readers": "private"}).status_code == 403


def test_what_was_written_stays_with_its_writer_once_it_is_withdrawn(world, task, ann, bob):
    post(bob, f"/tasks/{task.id}/response", {"text": OWN, "readers": "private"})
    commands.withdraw_task(actor_id=world.ann.id, task_id=task.id)
    assert OWN in shown(bob, f"/tasks/{task.id}")
    assert OWN not in shown(ann, f"/tasks/{task.id}")


def test_strangers_see_nothing_of_it(world, task, client_for):
    mallory = client_for(world.mallory)
    for path in (LIST, f"/tasks/{task.id}", f"/tasks/{task.id}/edit"):
        assert mallory.get(path).status_code == 404
    assert post(mallory, f"/tasks/{task.id}/response", {"text": OWN, "readers": "private"}).status_code == 404


def test_lists_ask_as_many_queries_whatever_is_in_them(world, task, ann, count_queries):
    for path in (LIST, f"/tasks/{task.id}"):
        shown(ann, path)
        with count_queries() as few:
            shown(ann, path)
        for _ in range(3):
            assign(world.ann, world.cohort, TODAY)
        with count_queries() as many:
            shown(ann, path)
        assert len(many) == len(few) <= 9, "\n".join(many)
