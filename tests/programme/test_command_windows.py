"""From when to when sets meet: typed for a cohort or one of its sets, by whoever plans it (domain.md A30)."""

from datetime import date

import pytest

from cop.errors import Forbidden, Invalid, NotFound
from cop.models import BookingWindow, MeetingMode
from cop.programme import commands
from cop.programme.commands import Window

LS1 = Window(1, MeetingMode.FACILITATED, date(2026, 3, 11), date(2026, 3, 11))
LS2 = Window(2, MeetingMode.SELF_ARRANGED, date(2026, 3, 12), date(2026, 4, 4))


def put(world, window, actor=None, space=None):
    return commands.set_window(
        actor_id=(actor or world.ann).id, space_id=(space or world.cohort).id, window=window
    )


def days(windows):
    return [(each.number, each.first_on, each.last_on) for each in windows]


def test_a30_a_window_is_what_was_typed_and_a_set_s_own_goes_before_its_cohort_s(world):
    put(world, LS2)
    put(world, LS1)
    assert days(BookingWindow.of_set(world.set_a)) == [
        (1, LS1.first_on, LS1.last_on),
        (2, LS2.first_on, LS2.last_on),
    ]
    assert BookingWindow.of_set(world.other) == []
    later = Window(2, MeetingMode.SELF_ARRANGED, date(2026, 4, 10), date(2026, 4, 20), world.set_a.id)
    put(world, later)
    assert days(BookingWindow.of_set(world.set_a))[1] == (2, later.first_on, later.last_on)
    changed = Window(2, MeetingMode.SELF_ARRANGED, date(2026, 3, 12), date(2026, 3, 30))
    put(world, changed)
    assert days(BookingWindow.of_cohort(world.cohort))[1] == (2, changed.first_on, changed.last_on)
    assert len(BookingWindow.of_cohort(world.cohort)) == 3, "changed, not doubled"


def test_it_is_dropped(world):
    kept = put(world, LS1)
    elsewhere = put(world, LS1, world.staff, world.other)
    for each in (kept, kept, elsewhere):
        commands.drop_window(actor_id=world.ann.id, space_id=world.cohort.id, window_id=each.id)
    assert BookingWindow.of_set(world.set_a) == []
    assert len(BookingWindow.of_cohort(world.other)) == 1, "of another cohort"


def test_what_can_be_no_window_is_refused(world):
    for wrong in (
        Window(0, LS1.mode, LS1.first_on, LS1.last_on),
        Window(1, LS1.mode, LS1.last_on, date(2026, 3, 10)),
        Window(1, LS1.mode, LS1.first_on, LS1.last_on, set_id=world.other.id),
    ):
        with pytest.raises(Invalid):
            put(world, wrong)


def test_only_who_plans_the_cohort_says_so(world):
    put(world, LS1, world.staff)
    with pytest.raises(Forbidden):
        put(world, LS1, world.bob)
    with pytest.raises(NotFound):
        put(world, LS1, world.mallory)
