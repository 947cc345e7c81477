"""Tasks: set by who looks after a cohort, done by its people, whose words stay theirs unless they share them."""

from datetime import timedelta

import pytest

from cop import db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.models import Programme, ProgrammeStatus, RoleName, Task, TaskResponse
from cop.models.calendar import entries
from cop.policy import load_actor
from cop.programme import commands
from cop.programme.commands import Assignment
from cop.programme.commands.programmes import Overtaken
from cop.programme.queries import tasks as queries
from tests import people
from tests.conftest import NOON, later
from tests.people import World, key
from tests.workshops import assign, plan

TODAY = NOON.date()
SOON = TODAY + timedelta(days=10)


def respond(person, task, text="My own words", *, is_shared=False, is_done=True) -> TaskResponse:
    return commands.respond(
        actor_id=person.id, task_id=task.id, text=text, is_shared=is_shared, is_done=is_done
    )


def now(task: Task) -> Task:
    return db.session.get_one(Task, task.id, populate_existing=True)


def doers(person, task) -> dict[str, tuple[bool, str | None]]:
    return {each.name: (each.is_done, each.text) for each in queries.doers(load_actor(person.id), now(task))}


def test_who_looks_after_a_cohort_sets_them_and_nobody_else(world: World):
    for person in (world.ann, world.staff):
        assign(person, world.cohort, SOON)
    with pytest.raises(Forbidden):
        assign(world.bob, world.cohort, SOON)
    with pytest.raises(NotFound):
        assign(world.mallory, world.cohort, SOON)
    assert len(queries.of_cohort(load_actor(world.bob.id), world.cohort)) == 2


def test_the_same_form_sent_twice_sets_one(world: World):
    about = {"actor_id": world.ann.id, "space_id": world.cohort.id, "key": key()}
    first = commands.set_task(**about, assignment=Assignment("Look", SOON))
    assert commands.set_task(**about, assignment=Assignment("Look", SOON)).id == first.id
    with pytest.raises(Conflict):
        commands.set_task(**about, assignment=Assignment("Listen", SOON))


def test_it_is_for_a_workshop_of_the_same_cohort(world: World):
    here, there = plan(world.ann, world.cohort, SOON), plan(world.staff, world.other, SOON)
    assert assign(world.ann, world.cohort, SOON, workshop_id=here.id).workshop_id == here.id
    for wrong in (there.id, 987_654):
        with pytest.raises(Invalid) as refusal:
            assign(world.ann, world.cohort, SOON, workshop_id=wrong)
        assert refusal.value.field == "workshop_id"


def test_it_is_changed_by_who_has_seen_it_withdrawn_and_restored(world: World):
    task = assign(world.ann, world.cohort, SOON)
    about = {"actor_id": world.ann.id, "task_id": task.id}
    commands.edit_task(**about, assignment=Assignment("Look closer", SOON), seen=0)
    commands.edit_task(**about, assignment=Assignment("Look closer", SOON), seen=1)
    assert (now(task).title, now(task).sequence) == ("Look closer", 1)
    with pytest.raises(Overtaken):
        commands.edit_task(**about, assignment=Assignment("Mine", SOON), seen=0)
    for verb, is_withdrawn in ((commands.withdraw_task, True), (commands.restore_task, False)):
        for _ in range(2):
            verb(**about)
        assert (now(task).withdrawn_at is not None) == is_withdrawn
    assert now(task).sequence == 3
    for verb in (commands.withdraw_task, commands.restore_task):
        with pytest.raises(Forbidden):
            verb(actor_id=world.bob.id, task_id=task.id)
        with pytest.raises(NotFound):
            verb(actor_id=world.mallory.id, task_id=task.id)


def test_a20_what_is_private_is_read_by_nobody_else_and_who_is_done_is_known(world: World):
    task = assign(world.ann, world.cohort, SOON)
    assert doers(world.ann, task) == {"Ann": (False, None), "Bob": (False, None)}
    respond(world.bob, task)
    for reader in (world.ann, world.staff):
        assert doers(reader, task)["Bob"] == (True, None)
    respond(world.bob, task, is_shared=True)
    for reader in (world.ann, world.staff):
        assert doers(reader, task)["Bob"] == (True, "My own words")
    respond(world.bob, task, "Better words", is_done=False)
    assert doers(world.ann, task)["Bob"] == (False, None), "it is taken back as it was shared"


def test_a20_a_facilitator_who_moderates_nothing_reads_no_words(world: World):
    task = assign(world.ann, world.cohort, SOON)
    respond(world.bob, task, is_shared=True)
    nettle = people.newcomer_as(RoleName.FACILITATOR, "nettle", world.cohort)
    assert doers(nettle, task)["Bob"] == (True, None)


def test_it_is_done_since_the_first_time_and_a_repeat_keeps_one_response(world: World):
    task = assign(world.ann, world.cohort, SOON)
    first = respond(world.bob, task)
    with later(3600):
        again = respond(world.bob, task, "More")
    assert (again.id, again.done_at, again.text) == (first.id, NOON, "More")
    assert db.session.query(TaskResponse).count() == 1


def test_it_is_done_by_members_alone_and_not_once_it_is_withdrawn(world: World):
    task = assign(world.ann, world.cohort, SOON)
    with pytest.raises(NotFound):
        respond(world.mallory, task)
    observer = people.newcomer_as(RoleName.OBSERVER, "sedge", world.cohort)
    for person in (world.staff, observer):
        with pytest.raises(Forbidden):
            respond(person, task)
    commands.withdraw_task(actor_id=world.ann.id, task_id=task.id)
    with pytest.raises(Forbidden):
        respond(world.bob, task)


def test_a20_what_is_due_is_listed_until_it_is_done_and_late_once_its_day_is_over(world: World):
    late, soon = (
        assign(world.ann, world.cohort, TODAY - timedelta(days=1)),
        assign(world.ann, world.cohort, TODAY),
    )
    gone = assign(world.ann, world.cohort, TODAY)
    commands.withdraw_task(actor_id=world.ann.id, task_id=gone.id)
    assign(world.staff, world.other, TODAY)
    bob = load_actor(world.bob.id)
    assert [(each.task.id, each.is_late) for each in queries.due(bob, at_most=5)] == [
        (late.id, True),
        (soon.id, False),
    ]
    respond(world.bob, late)
    assert [each.task.id for each in queries.due(bob, at_most=5)] == [soon.id]
    respond(world.bob, soon, is_done=False)
    assert [each.task.id for each in queries.due(bob, at_most=5)] == [soon.id]
    assert queries.due(load_actor(world.staff.id), at_most=5) == [], "staff have nothing to do"


def test_once_the_programme_has_ended_nobody_is_asked_for_it_and_nobody_is_late(
    world: World, programme: Programme
):
    assign(world.ann, world.cohort, TODAY)
    with later(86_400):
        bob = load_actor(world.bob.id)
        assert [each.is_late for each in queries.due(bob, at_most=5)] == [True], "control"
        commands.set_status(
            actor_id=world.staff.id, programme_id=programme.id, status=ProgrammeStatus.ENDED, ended_on=None
        )
        db.session.expire_all()
        assert queries.due(bob, at_most=5) == []
        assert [each.is_late for each in queries.of_cohort(bob, world.cohort)] == [False]


def test_it_can_be_done_after_the_programme_has_ended(world: World, programme: Programme):
    task = assign(world.ann, world.cohort, SOON)
    about = {"actor_id": world.staff.id, "programme_id": programme.id, "ended_on": None}
    commands.set_status(**about, status=ProgrammeStatus.ENDED)
    respond(world.bob, task)
    with pytest.raises(Forbidden, match="nothing more"):
        assign(world.ann, world.cohort, SOON)


def test_whoever_has_left_is_in_no_list(world: World):
    task = assign(world.ann, world.cohort, SOON)
    respond(world.bob, task, is_shared=True)
    people.evict(world.bob, world.cohort)
    assert doers(world.ann, task) == {"Ann": (False, None)}


def test_its_day_stands_in_the_calendar(world: World):
    task = assign(world.ann, world.cohort, SOON)
    commands.withdraw_task(actor_id=world.ann.id, task_id=task.id)
    (entry,) = entries([world.cohort], since=TODAY)
    assert (entry.what, entry.day, entry.is_cancelled) == ("Due: Look around you", SOON, True)
