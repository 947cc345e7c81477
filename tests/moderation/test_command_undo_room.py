"""What a room became is undone within ten minutes: it is again what the decision before made it."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.errors import Conflict, Forbidden, NotFound
from cop.models import Decision, Message, RoomState, Space, Verdict
from cop.moderation import commands
from tests.moderation import things
from tests.moderation.conftest import let_moderate
from tests.people import World


@db.command
def become(world: World, verdict: Verdict, state: RoomState, *, by=None) -> Decision:
    """As the settings page does it (cop/spaces/commands/rooms.py)."""
    db.lock(Space, world.cohort.id).set_room(state)
    return Decision.log(verdict, space_id=world.cohort.id, actor_id=(by or world.ann).id, reason="Because")


def close(world: World, **more) -> Decision:
    return become(world, Verdict.CLOSE_ROOM, RoomState.CLOSED, **more)


def archive(world: World, **more) -> Decision:
    return become(world, Verdict.ARCHIVE_ROOM, RoomState.ARCHIVED, **more)


def state_of(world: World) -> RoomState:
    db.session.expire_all()
    return db.get(Space, world.cohort.id).room_state


def test_it_is_open_again_where_nothing_was_decided_before(world, ann, facts):
    decision_id = close(world).id
    facts.clear()
    undoing = commands.undo(actor_id=ann.id, decision_id=decision_id)
    assert (undoing.verdict, undoing.undoes_id) == (Verdict.OPEN_ROOM, decision_id)
    assert state_of(world) is RoomState.OPEN
    assert {type(fact).__name__ for fact in facts} == {"RoomChanged"}
    undoing_id = undoing.id
    assert commands.undo(actor_id=ann.id, decision_id=decision_id).id == undoing_id, "a double click"


def test_it_is_what_the_decision_before_made_it(world, ann):
    close(world)
    decision = archive(world)
    assert commands.undo(actor_id=ann.id, decision_id=decision.id).verdict is Verdict.CLOSE_ROOM
    assert state_of(world) is RoomState.CLOSED


def test_an_undoing_is_undone_as_well(world, ann):
    undoing = commands.undo(actor_id=ann.id, decision_id=close(world).id)
    assert commands.undo(actor_id=ann.id, decision_id=undoing.id).verdict is Verdict.CLOSE_ROOM
    assert state_of(world) is RoomState.CLOSED


def test_what_has_been_decided_since_stands(world, ann, carol):
    decision = close(world)
    archive(world, by=carol)
    with pytest.raises(Conflict, match="It has changed since then"):
        commands.undo(actor_id=ann.id, decision_id=decision.id)
    assert state_of(world) is RoomState.ARCHIVED


def test_ten_minutes_later_it_is_decided_anew(world, ann):
    decision = close(world)
    with clock.at(clock.now() + timedelta(minutes=11)), pytest.raises(Forbidden, match="ten minutes"):
        commands.undo(actor_id=ann.id, decision_id=decision.id)
    assert commands.undo(actor_id=ann.id, decision_id=decision.id), "control: a minute earlier"


def test_only_who_decided_and_still_moderates_undoes_it(world, ann, bob, carol, mallory):
    decision = close(world, by=bob)
    for person in (ann, bob, carol, mallory):
        with pytest.raises(NotFound):
            commands.undo(actor_id=person.id, decision_id=decision.id)
    let_moderate(bob, world.cohort)
    assert commands.undo(actor_id=bob.id, decision_id=decision.id), "control: he moderates now"


def test_decisions_that_cannot_be_undone_are_still_not(world, ann, bob):
    @db.command
    def limit() -> Decision:
        return Decision.log(Verdict.SET_KEEPING, space_id=world.cohort.id, actor_id=ann.id)

    with pytest.raises(NotFound):
        commands.undo(actor_id=ann.id, decision_id=limit().id)
    said = things.message(bob, world.cohort)
    hidden = commands.hide(actor_id=ann.id, message_id=said.id, reason="No")
    assert commands.undo(actor_id=ann.id, decision_id=hidden.id).verdict is Verdict.RESTORE
    assert db.session.get(Message, said.id)
