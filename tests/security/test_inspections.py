"""Nobody reads a set for longer than two people have opened it for, on any connection (S8, S34)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, jobs
from cop.errors import CopError
from cop.feeds import commands as feeds
from cop.models import Feed, Inspection, Letter, LetterKind, Membership, Verdict
from cop.spaces import commands
from tests.at_once import at_once
from tests.conftest import NOON
from tests.inspections import approve, ask, end, logged, opened, reads, step_back
from tests.people import World, a_steward

CLOSED = {"space": "cohort-1-set-a", "reason": "You can no longer read this room."}
OPEN = {"space": "cohort-1-set-a", "may": [], "state": "open", "slow": 0}


@pytest.fixture
def steward(world: World):
    return a_steward()


def test_whoever_reads_hears_the_room_and_says_nothing_in_it(world: World, socket_for, say, steward):
    staff = socket_for(world.staff)
    say(world.ann, "Before", space=world.set_a)
    assert staff.heard() == []
    opened(world, steward)
    assert staff.heard("room:changed") == [OPEN]
    say(world.ann, "During", space=world.set_a)
    assert len(staff.heard("message:new")) == 1
    sent = {"space": "cohort-1-set-a", "key": "0" * 32, "text": "x"}
    assert staff.ask("message:send", **sent)["error"]["code"] == "forbidden"


def test_after_a_day_nothing_more_is_heard_though_no_job_has_run(world: World, socket_for, say, steward):
    opened(world, steward)
    staff, anns = socket_for(world.staff), socket_for(world.ann)
    with clock.at(NOON + timedelta(hours=24)):
        say(world.ann, "After", space=world.set_a)
        assert len(anns.heard("message:new")) == 1
        assert staff.heard() == []
        for event in ("room:open", "room:here", "room:sync", "room:older", "room:people"):
            assert staff.ask(event, space="cohort-1-set-a", after=0, before=9, prefix="")["ok"] is False, (
                event
            )
        commands.look_after_inspections()
        assert CLOSED in staff.heard(), "a page that is open is told"


def ended_by_hand(world: World, inspection: Inspection) -> None:
    end(world.staff, inspection)


def ended_by_losing_the_right(world: World, inspection: Inspection) -> None:
    """What woke the job runs it: nobody waits for the next round."""
    step_back(world.staff)
    jobs.run_waiting()


@pytest.mark.parametrize("shut_out", [ended_by_hand, ended_by_losing_the_right])
def test_whoever_reads_no_more_is_told_at_once(world: World, socket_for, say, steward, shut_out):
    inspection = opened(world, steward)
    staff = socket_for(world.staff)
    jobs.run_waiting()
    say(world.ann, "During", space=world.set_a)
    assert len(staff.heard("message:new")) == 1
    shut_out(world, inspection)
    assert CLOSED in staff.heard()
    say(world.ann, "After", space=world.set_a)
    assert staff.heard("message:new") == []


def test_no_address_of_a_feed_leads_out_of_a_set(world: World, steward):
    opened(world, steward)
    with pytest.raises(CopError):
        feeds.make_space_feed(actor_id=world.staff.id, space_id=world.set_a.id)
    assert db.session.scalars(sa.select(Feed)).all() == []


def test_two_who_approve_at_once_open_it_once(committed: World):
    one, other = a_steward("one"), a_steward("other")
    inspection = ask(committed, committed.staff)
    came = at_once([lambda who=who: approve(who, inspection).decider_id for who in (one, other)])
    assert sum(isinstance(each, CopError) for each in came) == 1
    assert len(_looking_in(committed)) == 1
    assert len(logged(Verdict.OPEN_SET)) == 1


def test_asking_many_times_at_once_is_asking_once(committed: World):
    a_steward()
    came = at_once([lambda: ask(committed, committed.staff).id for _ in range(6)])
    assert len(set(came)) == 1
    letters = sa.select(Letter).where(Letter.kind == LetterKind.INSPECTION)
    assert len(db.session.scalars(letters).all()) == 1


def test_approved_and_taken_back_at_once_is_one_of_the_two(committed: World):
    steward = a_steward()
    for _ in range(4):
        inspection = ask(committed, committed.staff)
        at_once([lambda it=inspection: approve(steward, it), lambda it=inspection: end(committed.staff, it)])
        kept = db.session.get_one(Inspection, inspection.id)
        assert kept.is_open() == (kept.closed_at is None)
        end(committed.staff, inspection)
        assert not reads(committed.staff, committed.set_a)


def test_whoever_loses_the_right_at_once_reads_nothing_in_the_end(committed: World):
    steward = a_steward()
    inspection = ask(committed, committed.staff)
    at_once([lambda: approve(steward, inspection), lambda: step_back(committed.staff)])
    commands.look_after_inspections()
    assert not reads(committed.staff, committed.set_a)


def test_nobody_is_brought_in_and_let_in_at_once(committed: World):
    steward = a_steward()
    inspection = ask(committed, committed.staff)
    ids = {"space_id": committed.set_a.id, "person_id": committed.staff.id}
    came = at_once(
        [
            lambda: approve(steward, inspection),
            lambda: commands.add_member(actor_id=steward.id, **ids),
        ]
    )
    assert sum(isinstance(each, CopError) for each in came) == 1
    assert (
        len(_looking_in(committed)) + (Membership.of(committed.staff.id, committed.set_a.id) is not None) == 1
    )


def test_the_set_is_told_once_by_sweeps_at_once(committed: World):
    opened(committed, a_steward(), delay_days=1, delay_reason="Not yet")
    with clock.at(NOON + timedelta(days=1)):
        at_once([commands.look_after_inspections for _ in range(4)])
    assert [each.verdict for each in logged()] == [Verdict.OPEN_SET, Verdict.CLOSE_SET]


def _looking_in(world: World) -> list[Membership]:
    here = (Membership.person_id == world.staff.id, Membership.space_id == world.set_a.id)
    return list(
        db.session.scalars(sa.select(Membership).where(*here, Membership.looks_in(), Membership.holds()))
    )
