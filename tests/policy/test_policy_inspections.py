"""Who asks for an inspection and who knows of one: acting and listing say the same, for everybody."""

import pytest
import sqlalchemy as sa

from cop import db, policy
from cop.models import AppointmentRole, Basis, Inspection, Membership, RoleName, Space
from tests import people
from tests.inspections import ask, opened, report, say
from tests.people import a_steward


@pytest.fixture
def cast(world):
    """By standing; `author` is a steward who wrote what was reported, `reporter` one who reported it and has left."""
    named = {
        "staff": world.staff,
        "member": world.bob,
        "facilitator": world.ann,
        "outsider": world.mallory,
        "steward": a_steward(),
        "author": a_steward("author"),
        "reporter": a_steward("reporter"),
        "insider": a_steward("insider"),
        "keeper": people.newcomer_as(RoleName.MODERATOR, "keeper", world.network),
    }
    for name in ("reporter", "insider"):
        people.readmit(named[name], world.set_a)
    made = report(world, named["reporter"], say(world.set_a, named["author"]).id)
    people.evict(named["reporter"], world.set_a)
    ask(world, world.staff, basis=Basis.REPORT, report=f"R-{made.id}")
    ask(world, named["keeper"])
    return {name: policy.load_actor(person.id) for name, person in named.items()}


KNOW_BOTH = {"staff", "steward"}


def test_listing_and_acting_agree_on_who_knows_of_an_inspection(cast):
    on_report, on_demand = db.session.scalars(sa.select(Inspection).order_by(Inspection.id)).all()
    for name, actor in cast.items():
        listed = set(db.session.scalars(sa.select(Inspection).where(policy.visible_inspections(actor))))
        assert listed == {
            each for each in (on_report, on_demand) if policy.can_see_inspection(actor, each)
        }, name
        only_one = {on_demand} if name in ("author", "keeper") else set()
        expected = {on_report, on_demand} if name in KNOW_BOTH else only_one
        assert listed == expected, name


def test_whoever_knows_of_one_and_runs_the_network_answers_it_but_for_their_own(cast):
    on_report, on_demand = db.session.scalars(sa.select(Inspection).order_by(Inspection.id)).all()
    answer = {
        each.basis: {name for name, actor in cast.items() if policy.can_answer_inspection(actor, each)}
        for each in (on_report, on_demand)
    }
    assert answer == {Basis.REPORT: {"steward"}, Basis.LEGAL: {"staff", "steward", "author"}}


def test_listing_and_acting_agree_on_which_spaces_are_inspected(cast, world):
    spaces = db.session.scalars(sa.select(Space)).all()
    for name, actor in cast.items():
        listed = set(db.session.scalars(sa.select(Space).where(policy.inspectable_spaces(actor))))
        assert listed == {each for each in spaces if policy.can_inspect(actor, each)}, name
        may = name in ("staff", "steward", "author", "keeper")
        assert {each.slug for each in listed} == ({"cohort-1-set-a"} if may else set()), name


def test_who_has_inspected_a_set_may_ask_again(world):
    steward = a_steward()
    inspection = opened(world, steward)
    actor = policy.load_actor(world.staff.id)
    assert actor.inspected == {world.set_a.id}
    assert policy.can_inspect(actor, db.get(Space, world.set_a.id))
    assert db.get(Membership, inspection.membership_id).current_roles == {RoleName.OBSERVER}
    people.appoint(world.mallory, AppointmentRole.STEWARD)
    assert policy.can_inspect(policy.load_actor(world.mallory.id), db.get(Space, world.set_a.id))
