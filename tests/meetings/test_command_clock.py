"""The clock of a meeting stands with the server: it survives a restart, and nothing moves when it runs out."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.errors import Conflict, Forbidden, Invalid
from cop.meetings import commands, tasks
from cop.models.meetings_people import Matter
from cop.models.meetings_states import MeetingState
from cop.models.meetings_timings import Channel
from tests.conftest import NOON, later

S = MeetingState


def left(circle) -> float | None:
    remaining = circle.now.remaining
    return None if remaining is None else remaining.total_seconds()


def test_what_is_left_is_right_after_a_restart(circle):
    """Acceptance check 3: it is in the row, and so are the round and the queue."""
    circle.lead_to(S.EXPLORE)
    commands.raise_hand(**circle.of(circle.carol))
    with later(100):
        circle.look()
        db.session.remove()

        assert left(circle) == 22 * 60 - 100
        assert circle.next() == circle.carol.id


@pytest.mark.parametrize(("channel", "minutes"), [(Channel.TEXT, 12), (Channel.COMPANION, 8)])
def test_what_is_typed_takes_longer(circle, channel, minutes):
    circle.about["channel"] = channel
    circle.lead_to(S.CLARIFY)
    assert left(circle) == minutes * 60


def test_nothing_moves_when_it_runs_out(circle):
    circle.lead_to(S.CHECK_IN)
    seen = circle.now.version
    with later(8 * 60 + 30):
        tasks.keep_time.run()
        circle.come(circle.ann)
        assert left(circle) == -30
        assert (circle.state, circle.now.version) == (S.CHECK_IN, seen)
        commands.extend(**circle.of(circle.ann), minutes=2, version=seen)
        assert left(circle) == 120, "from this moment"


def test_a_time_out_freezes_it_once_for_each(circle):
    circle.lead_to(S.EXPLORE)
    whole = left(circle)
    with later(60):
        commands.time_out(**circle.of(circle.carol))
    with later(200):
        circle.come(*circle.members)
        assert left(circle) == whole - 60
        with pytest.raises(Forbidden):
            commands.resume(**circle.of(circle.carol), version=circle.now.version)
        commands.time_out(**circle.of(circle.dan))
        commands.resume(**circle.of(circle.ann), version=circle.now.version)
        assert (circle.state, left(circle)) == (S.EXPLORE, whole - 60)
        with pytest.raises(Conflict, match="once"):
            commands.time_out(**circle.of(circle.carol))
        for _ in range(2):
            commands.time_out(**circle.of(circle.ann))
            commands.resume(**circle.of(circle.ann), version=circle.now.version)
        commands.time_out(**circle.of(circle.dan))
        assert circle.state is S.PAUSED, "a repeat while it stands used nothing up"


def test_it_is_extended_twice_and_then_the_set_is_asked(circle):
    circle.lead_to(S.EXPLORE)
    whole = left(circle)
    with pytest.raises(Invalid):
        commands.extend(**circle.of(circle.ann), minutes=60, version=circle.now.version)
    with pytest.raises(Forbidden):
        commands.extend(**circle.of(circle.carol), minutes=2, version=circle.now.version)
    commands.extend(**circle.of(circle.bob), minutes=5, version=circle.now.version)
    seen = circle.now.version
    commands.extend(**circle.of(circle.ann), minutes=2, version=seen)
    with pytest.raises(Conflict, match="moved on"):
        commands.extend(**circle.of(circle.ann), minutes=2, version=seen)
    assert left(circle) == whole + 7 * 60
    commands.extend(**circle.of(circle.ann), minutes=5, version=circle.now.version)
    commands.say_to(**circle.of(circle.carol), matter=Matter.EXTEND, is_for=True)
    commands.say_to(**circle.of(circle.dan), matter=Matter.EXTEND, is_for=False)
    assert left(circle) == whole + 7 * 60, "two of four are not most"
    commands.say_to(**circle.of(circle.dan), matter=Matter.EXTEND, is_for=True)
    assert left(circle) == whole + 12 * 60
    with pytest.raises(Conflict, match="settled"):
        commands.say_to(**circle.of(circle.bob), matter=Matter.EXTEND, is_for=True)


def test_the_lobby_has_no_say_in_it_and_the_phases_are_as_planned(circle):
    circle.about["minutes"] = {S.CHECK_IN: 3}
    circle.lead_to(S.CHECK_IN)
    assert left(circle) == 180
    circle.move(S.REVIEW)
    assert left(circle) == 12 * 60, "as the template has it"
    assert circle.now.phase_deadline_at == NOON + timedelta(minutes=12)
    with clock.at(NOON):
        commands.time_out(**circle.of(circle.ann))
    assert circle.now.phase_deadline_at is None
