"""An inspection is asked for by one and answered by another (domain.md 2.4)."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.errors import Conflict, Forbidden, Invalid, NotFound, TooFast
from cop.models import (
    AppointmentRole,
    Basis,
    Membership,
    RoleName,
    Space,
)
from cop.spaces import commands
from tests import people
from tests.conftest import NOON
from tests.inspections import (
    approve,
    ask,
    end,
    letters_to,
    logged,
    reads,
    report,
    say,
    sought,
    step_back,
)
from tests.people import a_steward


@pytest.fixture
def steward(world):
    return a_steward()


def test_nothing_is_open_before_somebody_else_has_approved(world, steward):
    inspection = ask(world, world.staff)
    assert not reads(world.staff, world.set_a)
    assert logged() == []
    assert len(letters_to(steward)) == 1, "who may approve is written to"
    with pytest.raises(Forbidden):
        approve(world.staff, inspection)
    approve(steward, inspection)
    assert reads(world.staff, world.set_a)


def test_what_rests_on_a_report_names_a_real_one(world, steward, ann, bob, mallory, line):
    made, outside = report(world, bob, line.id), report(world, mallory, line.id)
    inside = people.newcomer_as(RoleName.OBSERVER, "eve", world.set_a)
    by_observer = report(world, inside, line.id)
    refused = ("", "R-", "R-x", f"R-{outside.id}", f"R-{by_observer.id}", "R-999999999999", "12.5")
    for word in refused:
        with pytest.raises(Invalid) as why:
            ask(world, world.staff, basis=Basis.REPORT, report=word)
        assert why.value.field == "report"
    asked = ask(world, world.staff, basis=Basis.REPORT, report=f" r-{made.id} ")
    assert (asked.report_id, asked.reference) == (made.id, "")


def test_a_report_of_something_elsewhere_opens_no_set(world, steward, bob):
    elsewhere = say(world.cohort, world.ann)
    made = report(world, bob, elsewhere.id)
    with pytest.raises(Invalid):
        ask(world, world.staff, basis=Basis.REPORT, report=f"R-{made.id}")


def test_whom_the_report_is_about_takes_no_part(world, ann, bob, line_of_steward):
    author, line = line_of_steward
    made = report(world, bob, line.id)
    inspection = ask(world, world.staff, basis=Basis.REPORT, report=f"R-{made.id}")
    assert letters_to(author) == []
    with pytest.raises(NotFound):
        approve(author, inspection)
    approve(a_steward("another"), inspection)
    assert reads(world.staff, world.set_a)


@pytest.fixture
def line(world):
    return say(world.set_a, world.ann)


@pytest.fixture
def line_of_steward(world):
    """By a steward who was never in the set: it came there with a topic, say."""
    author = a_steward("author")
    return author, say(world.set_a, author)


def test_members_of_the_set_and_who_was_one_neither_ask_nor_approve(world, steward, ann):
    people.appoint(ann, AppointmentRole.STEWARD)
    with pytest.raises(NotFound):
        ask(world, ann)
    inspection = ask(world, world.staff)
    assert letters_to(ann) == []
    with pytest.raises(NotFound):
        approve(ann, inspection)
    people.evict(ann, world.set_a)
    with pytest.raises(NotFound):
        approve(ann, inspection)


def test_an_approver_who_has_joined_the_set_is_none_any_more(world, steward):
    inspection = ask(world, world.staff)
    _join(steward, world.set_a)
    with pytest.raises(NotFound):
        approve(steward, inspection)
    assert not reads(world.staff, world.set_a)


def test_an_asker_who_has_joined_the_set_needs_none(world, steward):
    inspection = ask(world, world.staff)
    _join(world.staff, world.set_a)
    with pytest.raises(Conflict):
        approve(steward, inspection)
    assert logged() == []


@db.command
def _join(person, space) -> None:
    people.join(person, db.get(Space, space.id))


def test_who_looks_after_the_network_asks_and_does_not_approve(world, steward, mallory):
    _let_moderate(mallory, world.network)
    mine = ask(world, mallory)
    theirs = ask(world, world.staff)
    for inspection in (mine, theirs):
        with pytest.raises((NotFound, Forbidden)):
            approve(mallory, inspection)
    approve(steward, mine)
    assert reads(mallory, world.set_a)


@db.command
def _let_moderate(person, space) -> None:
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    membership.set_roles({RoleName.MEMBER, RoleName.MODERATOR})


def test_other_moderators_and_members_ask_for_none(world, ann, bob, mallory):
    for person in (ann, bob, mallory):
        with pytest.raises(NotFound):
            ask(world, person)
    ask(world, world.staff)


def test_only_sets_are_inspected(world, steward):
    for space in (world.cohort, world.network):
        with pytest.raises(NotFound):
            commands.ask_inspection(actor_id=steward.id, space_id=space.id, sought=sought())
    ask(world, steward)


def test_asked_twice_is_asked_once(world, steward):
    first = ask(world, world.staff)
    assert ask(world, world.staff).id == first.id
    with pytest.raises(Conflict):
        ask(world, world.staff, reason="Another reason")
    assert len(letters_to(steward)) == 1
    end(world.staff, first)
    assert ask(world, world.staff, reason="Another reason").id != first.id


def test_what_nobody_answers_lapses(world, steward):
    inspection = ask(world, world.staff)
    with clock.at(NOON + timedelta(days=7)):
        with pytest.raises(Conflict):
            approve(steward, inspection)
        again = ask(world, world.staff)
        assert again.id != inspection.id
        approve(steward, again)


def test_it_is_refused_with_a_reason(world, steward):
    inspection = ask(world, world.staff)
    about = {"actor_id": steward.id, "inspection_id": inspection.id}
    with pytest.raises(Invalid):
        commands.refuse_inspection(**about, answer=" ")
    commands.refuse_inspection(**about, answer="Ask the facilitator first")
    commands.refuse_inspection(**about, answer="Ask the facilitator first")
    assert len(letters_to(world.staff)) == 1
    with pytest.raises(Conflict):
        approve(steward, inspection)
    assert not reads(world.staff, world.set_a)
    assert logged() == []


def test_only_who_asked_takes_it_back(world, steward):
    inspection = ask(world, world.staff)
    with pytest.raises(Forbidden):
        end(steward, inspection)
    end(world.staff, inspection)
    with pytest.raises(Conflict):
        approve(steward, inspection)


def test_who_has_lost_the_right_meanwhile_is_not_let_in(world, steward):
    inspection = ask(world, world.staff)
    step_back(world.staff)
    with pytest.raises(Conflict):
        approve(steward, inspection)
    assert not reads(world.staff, world.set_a)


def test_too_many_are_refused(world, steward):
    for _ in range(10):
        end(world.staff, ask(world, world.staff))
    with pytest.raises(TooFast):
        ask(world, world.staff)
