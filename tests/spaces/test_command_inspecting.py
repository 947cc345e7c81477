"""A set is read for a day, and for nothing else; it is told, and the end is written down."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.models import (
    AppointmentRole,
    Ground,
    Inspection,
    Letter,
    LetterKind,
    MeasureKind,
    Membership,
    RoleName,
    Space,
    Verdict,
)
from cop.spaces import commands
from cop.spaces.commands import Wanted
from cop.spaces.queries import directory, members
from tests import people
from tests.conftest import NOON
from tests.inspections import (
    ask,
    end,
    letters_to,
    logged,
    opened,
    reads,
    step_back,
)
from tests.people import a_steward

DAY = timedelta(hours=24)


@pytest.fixture
def steward(world):
    return a_steward()


def test_it_ends_after_a_day_by_the_clock_alone(world, steward):
    opened(world, steward)
    with clock.at(NOON + DAY - timedelta(seconds=1)):
        assert reads(world.staff, world.set_a)
    with clock.at(NOON + DAY):
        assert not reads(world.staff, world.set_a)
        assert world.staff.id not in policy.load_reader_ids(world.set_a.id, kind=world.set_a.kind)


def test_it_is_reading_and_nothing_else(world, steward, bob):
    opened(world, steward)
    actor, space = policy.load_actor(world.staff.id), db.get(Space, world.set_a.id)
    assert actor.roles_in(space.id) == {RoleName.OBSERVER}
    assert not any(
        may(actor, space)
        for may in (policy.can_manage_members, policy.moderates, policy.writes_in, policy.can_edit_space)
    )
    assert actor.communities == set()
    assert not policy.can_write_to(actor, bob)
    assert not policy.can_start_conversations(actor)
    assert policy.can_manage_members(actor, db.get(Space, world.other.id)), "elsewhere they go on as before"
    for act in (
        lambda ids: commands.remove_member(**ids, reason="because"),
        lambda ids: commands.set_member_roles(**ids, roles=[RoleName.OBSERVER]),
        lambda ids: commands.add_member(**ids),
    ):
        with pytest.raises(Forbidden):
            act({"actor_id": world.staff.id, "space_id": space.id, "person_id": bob.id})


def test_it_makes_nobody_a_member_of_anything(world, steward, ann):
    opened(world, steward)
    assert Membership.of(world.staff.id, world.set_a.id) is None
    assert not reads(world.staff, world.network)
    found, _ = directory.people(policy.load_actor(ann.id), directory.Filters(name="Sam"))
    assert found.rows == []


def test_nobody_lengthens_it(world, steward, ann):
    inspection = opened(world, steward)
    (role,) = db.get(Membership, inspection.membership_id).roles
    other = a_steward("other")
    until = NOON + timedelta(days=30)
    for actor in (ann, steward, other, world.staff):
        assert not policy.can_set_term(policy.load_actor(actor.id), role)
        with pytest.raises(NotFound if actor.id != world.staff.id else Forbidden):
            commands.set_term(actor_id=actor.id, role_id=role.id, until=until)
    ids = {"space_id": world.set_a.id, "person_id": world.staff.id}
    for actor in (ann, other):
        with pytest.raises(Conflict):
            commands.add_member(actor_id=actor.id, **ids)
    with pytest.raises(NotFound):
        commands.set_member_roles(actor_id=ann.id, **ids, roles=[RoleName.MEMBER])
    with clock.at(NOON + DAY):
        assert not reads(world.staff, world.set_a)
        assert commands.add_member(actor_id=ann.id, **ids), (
            "once it is over they can be brought in as anybody"
        )


def test_its_end_is_no_term_that_is_announced(world, steward):
    opened(world, steward)
    commands.announce_terms()
    with clock.at(NOON + DAY):
        commands.announce_terms()
    assert db.session.scalars(sa.select(Letter).where(Letter.kind == LetterKind.TERM)).all() == []


def test_who_reads_does_not_leave_but_ends_it(world, steward):
    inspection = opened(world, steward)
    with pytest.raises(Conflict):
        commands.leave(actor_id=world.staff.id, space_id=world.set_a.id)
    with clock.at(NOON + timedelta(hours=1)):
        end(world.staff, inspection)
        assert not reads(world.staff, world.set_a)
        assert end(world.staff, inspection).closed_at == NOON + timedelta(hours=1), "a repeat changes nothing"
    (_, over) = logged()
    assert (over.verdict, over.actor_id, over.person_id) == (
        Verdict.CLOSE_SET,
        world.staff.id,
        world.staff.id,
    )
    assert over.reason == "before its time, 2 March 2026, 13:00"


@pytest.mark.parametrize("who", ["approver", "another"])
def test_whoever_runs_the_network_can_end_it(world, steward, who):
    inspection = opened(world, steward)
    end(steward if who == "approver" else a_steward("another"), inspection)
    assert not reads(world.staff, world.set_a)


def test_others_neither_end_it_nor_know_of_it(world, steward, ann, mallory):
    inspection = opened(world, steward)
    for person in (ann, mallory):
        with pytest.raises(NotFound):
            end(person, inspection)
    assert reads(world.staff, world.set_a)


def test_the_set_is_told_by_name_and_not_why(world, steward, ann, bob):
    opened(world, steward)
    (told,) = logged()
    assert (told.space_id, told.actor_id, told.person_id) == (world.set_a.id, steward.id, world.staff.id)
    assert told.reason == "on a legal demand, from 2 March 2026, 12:00 until 3 March 2026, 12:00"
    assert len(letters_to(ann)) == len(letters_to(bob)) == 1
    assert len(letters_to(world.staff)) == 1, "that it is approved"


def test_who_loses_the_right_while_reading_reads_no_more(world, steward):
    opened(world, steward)
    step_back(world.staff)
    commands.look_after_inspections()
    assert not reads(world.staff, world.set_a)
    assert [each.verdict for each in logged()] == [Verdict.OPEN_SET, Verdict.CLOSE_SET]


def measured(world, steward, kind, *, until=None):
    sought = Wanted(kind, until, Ground.OTHER, "because")
    return commands.take_measure(actor_id=steward.id, person_id=world.staff.id, wanted=sought)


def test_who_is_suspended_everywhere_reads_no_more(world, staff_too, steward):
    opened(world, steward)
    measured(world, staff_too, MeasureKind.SUSPENDED, until=NOON + timedelta(days=2))
    assert not reads(world.staff, world.set_a)


def test_who_was_removed_everywhere_and_is_brought_back_does_not_read_on(world, staff_too, steward):
    opened(world, steward)
    removal = measured(world, staff_too, MeasureKind.REMOVED)
    assert not reads(world.staff, world.set_a)
    commands.end_measure(actor_id=staff_too.id, measure_id=removal.id)
    assert not reads(world.staff, world.set_a)
    assert Membership.of(world.staff.id, world.set_a.id) is None


@pytest.fixture
def staff_too(world):
    person = people.newcomer("tess")
    people.appoint(person, AppointmentRole.STAFF)
    return person


def test_its_end_by_the_clock_is_written_down_once(world, steward):
    inspection = opened(world, steward)
    commands.look_after_inspections()
    assert logged(Verdict.CLOSE_SET) == []
    with clock.at(NOON + DAY):
        before = db.get(Space, world.set_a.id).roster
        commands.look_after_inspections()
        commands.look_after_inspections()
        db.session.expire_all()
        assert db.get(Space, world.set_a.id).roster == before + 1, "open pages are told"
    (over,) = logged(Verdict.CLOSE_SET)
    assert (over.actor_id, over.reason) == (None, "as its day was over, 3 March 2026, 12:00")
    assert db.get(Inspection, inspection.id).ended_at == NOON + DAY


class TestToldLater:
    LATE = {"delay_days": 10, "delay_reason": "The police have asked for it"}  # noqa: RUF012

    def test_the_set_is_told_on_the_day_with_the_reason(self, world, steward, ann):
        inspection = opened(world, steward, **self.LATE)
        with clock.at(NOON + timedelta(days=10) - timedelta(seconds=1)):
            commands.look_after_inspections()
        assert logged() == letters_to(ann) == []
        with clock.at(NOON + timedelta(days=10)):
            commands.look_after_inspections()
            commands.look_after_inspections()
        told, over = logged()
        assert told.reason == (
            "on a legal demand, from 2 March 2026, 12:00 until 3 March 2026, 12:00;"
            " told on this day, because: The police have asked for it"
        )
        assert over.verdict is Verdict.CLOSE_SET
        assert len(letters_to(ann)) == 1
        assert db.get(Inspection, inspection.id).told_at == NOON + timedelta(days=10)

    @pytest.mark.parametrize(
        ("field", "said"),
        [("delay_reason", {"delay_days": 3}), ("delay_days", {"delay_days": 31, "delay_reason": "x"})],
    )
    def test_it_is_bounded_and_has_a_reason(self, world, steward, field, said):
        with pytest.raises(Invalid) as refused:
            ask(world, world.staff, **said)
        assert refused.value.field == field

    def test_a_reason_for_no_delay_is_not_kept(self, world, steward):
        assert ask(world, world.staff, delay_reason="x").delay_reason == ""

    def test_the_list_of_members_names_who_reads_all_the_same(self, world, steward):
        opened(world, steward, **self.LATE)
        assert world.staff.id in {
            each.person_id for each in members.members(db.get(Space, world.set_a.id)).rows
        }
