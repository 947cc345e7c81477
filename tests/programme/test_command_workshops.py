"""Workshops: planned, changed, cancelled and made of parts by who looks after a cohort, as long as it is not over."""

from datetime import date, time, timedelta

import pytest

from cop import db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.models import Cohort, Component, Programme, ProgrammeStatus, Stage, Workshop
from cop.programme import commands
from cop.programme.commands import Plan
from cop.programme.commands.programmes import Overtaken
from cop.programme.queries import workshops as queries
from tests.conftest import NOON, later
from tests.people import World, key
from tests.workshops import plan

TODAY = NOON.date()
SOON = TODAY + timedelta(days=10)


def now(workshop: Workshop) -> Workshop:
    return db.session.get_one(Workshop, workshop.id, populate_existing=True)


def titles(workshop: Workshop) -> list[str]:
    return [each.title for each in now(workshop).segments]


def add(person, workshop, title="Policy", component=Component.KNOWLEDGE):
    return commands.add_segment(actor_id=person.id, workshop_id=workshop.id, title=title, component=component)


def test_who_looks_after_a_cohort_plans_it_and_nobody_else(world: World, programme: Programme):
    for person in (world.ann, world.staff):
        plan(person, world.cohort, SOON)
    with pytest.raises(Forbidden, match="Only the moderators"):
        plan(world.bob, world.cohort, SOON)
    with pytest.raises(NotFound):
        plan(world.mallory, world.cohort, SOON)
    with pytest.raises(Forbidden):
        plan(world.ann, world.set_a, SOON)
    assert [each.number for each in queries.of_cohort(world.cohort)] == [1, 1]
    assert queries.next_number(world.cohort) == 2


def test_a17_they_are_listed_by_their_numbers_whatever_their_dates(world: World):
    for number, days in ((2, 5), (1, 9), (3, 1)):
        plan(world.ann, world.cohort, TODAY + timedelta(days=days), number=number)
    assert [each.number for each in queries.of_cohort(world.cohort)] == [1, 2, 3]


def test_a28_a_date_is_what_was_typed_and_changes_with_no_other(world: World):
    """Cohort 1 has no date in January: nothing is counted on from the day before."""
    days = [date(2014, 11, 13), date(2014, 12, 11), date(2015, 2, 5), date(2015, 3, 5)]
    made = [plan(world.ann, world.cohort, day, number=each) for each, day in enumerate(days, start=1)]
    assert [each.day for each in queries.of_cohort(world.cohort)] == days
    commands.edit_workshop(
        actor_id=world.ann.id, workshop_id=made[0].id, plan=Plan(1, "Culture", date(2014, 11, 20)), seen=0
    )
    assert [each.day for each in queries.of_cohort(world.cohort)] == [date(2014, 11, 20), *days[1:]]


def test_the_same_form_sent_twice_makes_one(world: World):
    about = {"actor_id": world.ann.id, "space_id": world.cohort.id, "key": key()}
    first = commands.plan_workshop(**about, plan=Plan(1, "Culture", SOON))
    assert commands.plan_workshop(**about, plan=Plan(1, "Culture", SOON)).id == first.id
    with pytest.raises(Conflict):
        commands.plan_workshop(**about, plan=Plan(1, "Another", SOON))
    assert len(queries.of_cohort(world.cohort)) == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"number": 0}, "number"),
        ({"number": 100}, "number"),
        ({"ends": time(16)}, "ends"),
        ({"begins": time(10), "ends": time(9)}, "ends"),
        ({"venue": "x" * 161}, "venue"),
    ],
)
def test_what_can_not_be_is_refused(world: World, said, field):
    with pytest.raises(Invalid) as refusal:
        plan(world.ann, world.cohort, SOON, **said)
    assert refusal.value.field == field


def test_each_change_is_counted_and_the_same_once_more_is_none(world: World):
    made = plan(world.ann, world.cohort, SOON)
    about = {"actor_id": world.ann.id, "workshop_id": made.id}
    with later(60):
        commands.edit_workshop(**about, plan=Plan(1, "Culture", SOON, venue="Invented hall"), seen=0)
    changed = now(made)
    assert (changed.sequence, changed.changed_at) == (1, NOON + timedelta(seconds=60))
    commands.edit_workshop(**about, plan=Plan(1, "Culture", SOON, venue="Invented hall"), seen=1)
    assert now(made).sequence == 1
    with pytest.raises(Overtaken):
        commands.edit_workshop(**about, plan=Plan(1, "Culture", SOON), seen=0)


def test_it_is_cancelled_and_restored_and_not_once_it_has_been(world: World):
    made, gone = plan(world.ann, world.cohort, SOON), plan(world.ann, world.cohort, TODAY - timedelta(days=1))
    about = {"actor_id": world.ann.id, "workshop_id": made.id}
    for verb, is_cancelled in ((commands.cancel_workshop, True), (commands.restore_workshop, False)):
        for _ in range(2):
            verb(**about)
        assert (now(made).cancelled_at is not None) == is_cancelled
    assert now(made).sequence == 2
    with pytest.raises(Conflict, match="has been"):
        commands.cancel_workshop(actor_id=world.ann.id, workshop_id=gone.id)
    with pytest.raises(Forbidden):
        commands.cancel_workshop(actor_id=world.bob.id, workshop_id=made.id)
    with pytest.raises(NotFound):
        commands.cancel_workshop(actor_id=world.mallory.id, workshop_id=made.id)


def test_a01_the_end_of_a_programme_closes_its_workshops(world: World, programme: Programme):
    been, last, to_come = (plan(world.ann, world.cohort, TODAY + timedelta(days=days)) for days in (-1, 0, 1))
    elsewhere = plan(world.staff, world.other, SOON)
    about = {"actor_id": world.staff.id, "programme_id": programme.id, "ended_on": None}
    commands.set_status(**about, status=ProgrammeStatus.ENDED)
    cancelled = [now(each).cancelled_at is not None for each in (been, last, to_come, elsewhere)]
    assert cancelled == [False, False, True, False], "its last day is held"
    for attempt in (
        lambda: plan(world.ann, world.cohort, SOON),
        lambda: add(world.ann, been),
        lambda: commands.restore_workshop(actor_id=world.ann.id, workshop_id=to_come.id),
    ):
        with pytest.raises(Forbidden, match="nothing more is planned"):
            attempt()
    commands.set_status(**about, status=ProgrammeStatus.RUNNING)
    add(world.ann, been)


def test_a23_its_parts_are_of_knowledge_or_leadership_in_an_order_that_is_chosen(world: World):
    made = plan(world.ann, world.cohort, SOON)
    first, second = add(world.ann, made, "Policy"), add(world.staff, made, "Talk", Component.LEADERSHIP)
    assert titles(made) == ["Policy", "Talk"]
    commands.raise_segment(actor_id=world.ann.id, segment_id=second.id)
    assert titles(made) == ["Talk", "Policy"]
    commands.raise_segment(actor_id=world.ann.id, segment_id=second.id)
    assert titles(made) == ["Talk", "Policy"], "the first stays where it is"
    for verb in (commands.raise_segment, commands.drop_segment):
        with pytest.raises(Forbidden):
            verb(actor_id=world.bob.id, segment_id=first.id)
        with pytest.raises(NotFound):
            verb(actor_id=world.mallory.id, segment_id=first.id)
    commands.drop_segment(actor_id=world.ann.id, segment_id=second.id)
    assert titles(made) == ["Policy"]
    with pytest.raises(NotFound):
        commands.drop_segment(actor_id=world.ann.id, segment_id=second.id)


@pytest.mark.parametrize(
    "address",
    ["", "javascript:alert(1)", "ftp://example.org/x", "https://", "//example.org", "https://a@example.org",
     "https://exam ple.org", "https://[example.org"],
)  # fmt: skip
def test_a_link_leads_to_the_web_and_nowhere_else(world: World, address):
    made = plan(world.ann, world.cohort, SOON)
    about = {"actor_id": world.ann.id, "workshop_id": made.id, "title": "A paper"}
    with pytest.raises(Invalid) as refusal:
        commands.add_material(**about, address=address)
    assert refusal.value.field == "address"
    kept = commands.add_material(**about, address=" https://example.org/paper?a=1 ")
    assert kept.address == "https://example.org/paper?a=1"
    with pytest.raises(Forbidden):
        commands.drop_material(actor_id=world.bob.id, material_id=kept.id)
    commands.drop_material(actor_id=world.ann.id, material_id=kept.id)
    assert now(made).materials == []


def test_there_is_an_end_to_parts(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cop.programme.commands.parts.MOST_SEGMENTS", 1)
    monkeypatch.setattr("cop.programme.commands.parts.MOST_MATERIALS", 0)
    made = plan(world.ann, world.cohort, SOON)
    add(world.ann, made)
    with pytest.raises(Conflict, match="at most 1"):
        add(world.ann, made)
    with pytest.raises(Conflict, match="at most 0"):
        commands.add_material(
            actor_id=world.ann.id, workshop_id=made.id, title="x", address="https://example.org"
        )


def test_a_cohort_has_a_venue_and_a_stage(world: World):
    about = {"actor_id": world.ann.id, "space_id": world.cohort.id}
    assert Cohort.of(world.cohort.id).stage is Stage.LIVE
    commands.keep_cohort(**about, venue=" Invented  hall ", stage=Stage.RECRUITING)
    commands.keep_cohort(**about, venue="Invented hall", stage=Stage.ARCHIVED)
    kept = Cohort.of(world.cohort.id)
    assert (kept.venue, kept.stage) == ("Invented hall", Stage.ARCHIVED)
    with pytest.raises(Forbidden, match="nothing more"):
        plan(world.ann, world.cohort, SOON)
    with pytest.raises(Forbidden):
        commands.keep_cohort(actor_id=world.bob.id, space_id=world.cohort.id, venue="", stage=Stage.LIVE)
    with pytest.raises(NotFound):
        commands.keep_cohort(actor_id=world.mallory.id, space_id=world.cohort.id, venue="", stage=Stage.LIVE)
