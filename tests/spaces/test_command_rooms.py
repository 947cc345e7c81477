"""What a room is, and for how long it keeps what is said: decided by its moderators, with a reason that is kept."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Forbidden, Invalid, NotFound
from cop.models import Decision, RoomState, Space, Verdict
from cop.spaces import commands
from tests.people import World

VERDICTS = {
    RoomState.ANNOUNCEMENTS: Verdict.ANNOUNCE_ONLY,
    RoomState.CLOSED: Verdict.CLOSE_ROOM,
    RoomState.ARCHIVED: Verdict.ARCHIVE_ROOM,
}


def decided() -> list[tuple[Verdict, str]]:
    rows = db.session.scalars(sa.select(Decision).order_by(Decision.id))
    return [(decision.verdict, decision.reason) for decision in rows]


def roster(space: Space) -> int:
    return db.session.scalar(sa.select(Space.roster).where(Space.id == space.id)) or 0


@pytest.mark.parametrize("state", list(VERDICTS))
def test_each_change_is_a_decision_with_its_reason_and_turns_the_roster(world: World, ann, state):
    about, before = {"actor_id": ann.id, "space_id": world.cohort.id}, roster(world.cohort)
    for _ in range(2):
        space = commands.set_room_state(**about, state=state, reason="The programme has ended")
        assert space.room_state is state
    assert roster(world.cohort) == before + 1, "a repeat changes nothing"
    commands.set_room_state(**about, state=RoomState.OPEN, reason="We go on")

    assert decided() == [(VERDICTS[state], "The programme has ended"), (Verdict.OPEN_ROOM, "We go on")]
    assert roster(world.cohort) == before + 2


def test_a_change_without_a_reason_is_none(world: World, ann):
    with pytest.raises(Invalid) as refused:
        commands.set_room_state(actor_id=ann.id, space_id=world.cohort.id, state=RoomState.CLOSED, reason=" ")
    assert refused.value.field == "reason"
    assert db.get(Space, world.cohort.id).room_state is RoomState.OPEN


def test_a_facilitator_looks_after_the_room_of_the_set(world: World, ann):
    space = commands.set_room_state(
        actor_id=ann.id, space_id=world.set_a.id, state=RoomState.CLOSED, reason="Until we meet"
    )
    assert space.room_state is RoomState.CLOSED


def test_bob_and_staff_may_not_and_mallory_finds_nothing(world: World, ann, bob, mallory):
    change = {"space_id": world.cohort.id, "state": RoomState.CLOSED, "reason": "Because"}
    for verb, more in ((commands.set_room_state, change), (commands.set_keeping, {"days": 30})):
        about = {"space_id": world.cohort.id} | more
        for person in (bob, world.staff):
            with pytest.raises(Forbidden):
                verb(actor_id=person.id, **about)
        with pytest.raises(NotFound):
            verb(actor_id=mallory.id, **about)
        assert verb(actor_id=ann.id, **about), "control: Ann may"


def test_how_long_messages_are_kept_is_a_decision(world: World, ann):
    about = {"actor_id": ann.id, "space_id": world.cohort.id}
    assert commands.set_keeping(**about, days=30).keep_days == 30
    assert commands.set_keeping(**about, days=30).keep_days == 30
    assert commands.set_keeping(**about, days=None).keep_days is None
    assert decided() == [
        (Verdict.SET_KEEPING, "Every message is kept for 30 days."),
        (Verdict.SET_KEEPING, "Every message is kept."),
    ]


@pytest.mark.parametrize("days", [0, -7, 6, 3_651])
def test_no_room_forgets_within_a_week_or_promises_more_than_ten_years(world: World, ann, days: int):
    with pytest.raises(Invalid) as refused:
        commands.set_keeping(actor_id=ann.id, space_id=world.cohort.id, days=days)
    assert refused.value.field == "days"
    for fine in (7, 3_650):
        assert commands.set_keeping(actor_id=ann.id, space_id=world.cohort.id, days=fine).keep_days == fine
