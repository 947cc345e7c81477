"""Indicators: three kinds that Trusts reported and own ones, each with a beginning, a target and dated values."""

from datetime import date, timedelta

import pytest

from cop import clock, db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.intentions import commands
from cop.intentions.commands.indicators import MOST, MOST_VALUES
from cop.keeping import commands as keeping
from cop.models import Indicator, IndicatorKind, IndicatorValue
from tests import people
from tests.conftest import NOON
from tests.intentions.pairs import a_pair, a_shared, draft

BEGUN, BY = date(2025, 3, 1), date(2027, 3, 1)


def measured(**more):
    said = {
        "kind": IndicatorKind.PATIENTS,
        "name": "People recruited",
        "unit": "people",
        "baseline": 120.0,
        "baseline_on": BEGUN,
        "target": 400.0,
        "target_on": BY,
    }
    return commands.Measured(**said | more)


def add(person, intention, **more):
    return commands.add_indicator(actor_id=person.id, intention_id=intention.id, measured=measured(**more))


def note(person, indicator, value, day=date(2026, 1, 1)):
    return commands.note_value(actor_id=person.id, indicator_id=indicator.id, day=day, value=value)


def values(indicator) -> list[tuple[date, float]]:
    db.session.rollback()
    found = db.session.query(IndicatorValue).filter_by(indicator_id=indicator.id)
    return [(each.day, each.value) for each in found.order_by(IndicatorValue.day)]


@pytest.mark.parametrize("kind", list(IndicatorKind))
def test_b32_a_pair_records_a_baseline_and_later_values(world, ann, bob, kind):
    indicator = add(ann, draft(ann, a_pair(world)), kind=kind)
    note(bob, indicator, 180.0)
    note(ann, indicator, 260.5, date(2026, 3, 2))
    assert (indicator.kind, indicator.baseline, indicator.target) == (kind, 120.0, 400.0)
    assert values(indicator) == [(date(2026, 1, 1), 180.0), (date(2026, 3, 2), 260.5)]


def test_a_value_of_the_same_day_follows_the_one_before(world, ann, bob):
    indicator = add(ann, draft(ann, a_pair(world)))
    note(ann, indicator, 180.0)
    note(bob, indicator, 181.0)
    assert values(indicator) == [(date(2026, 1, 1), 181.0)]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("baseline", {"baseline": float("nan")}),
        ("target", {"target": float("inf")}),
        ("target", {"target": 1e13}),
        ("baseline_on", {"baseline_on": date(2026, 3, 3)}),
        ("baseline_on", {"baseline_on": date(1999, 1, 1)}),
        ("target_on", {"target_on": BEGUN}),
        ("target_on", {"target_on": date(2900, 1, 1)}),
        ("name", {"name": " "}),
        ("unit", {"unit": "x" * 31}),
    ],
)
def test_what_is_no_figure_and_no_day_is_said_beside_its_field(world, ann, field, given):
    with pytest.raises(Invalid) as refused:
        add(ann, draft(ann, a_pair(world)), **given)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("field", "given"), [("value", (float("nan"),)), ("day", (1.0, NOON.date() + timedelta(days=1)))]
)
def test_a_value_is_a_number_of_a_day_that_has_come(world, ann, field, given):
    indicator = add(ann, draft(ann, a_pair(world)))
    with pytest.raises(Invalid) as refused:
        note(ann, indicator, *given)
    assert refused.value.field == field


def test_only_the_pair_writes_them(world, ann, mallory):
    shared = add(ann, a_shared(world))
    private = add(ann, draft(ann, a_pair(world)))
    with pytest.raises(Forbidden):
        note(mallory, shared, 1.0)
    with pytest.raises(NotFound):
        note(mallory, private, 1.0)


def test_there_is_an_end_to_indicators_and_to_values(world, ann):
    intention = draft(ann, a_pair(world))
    first = add(ann, intention)
    for number in range(1, MOST):
        assert add(ann, intention, name=f"Number {number}")
    assert add(ann, intention).id == first.id, "a repeat is none"
    with pytest.raises(Conflict):
        add(ann, intention, name="One more")
    for number in range(MOST_VALUES):
        people.rest()
        note(ann, first, 1.0, date(2025, 3, 2) + timedelta(days=number))
    people.rest()
    with pytest.raises(Conflict):
        note(ann, first, 1.0)


def test_target_and_beginning_are_said_anew(world, ann, bob):
    indicator = add(ann, draft(ann, a_pair(world)))
    changed = commands.set_goal(
        actor_id=bob.id, indicator_id=indicator.id, measured=measured(target=500.0, name="All recruited")
    )
    assert (changed.target, changed.name) == (500.0, "All recruited")


def test_they_are_taken_away_but_under_a_legal_hold(world, ann, bob):
    indicator = add(ann, draft(ann, a_pair(world)))
    note(bob, indicator, 180.0)
    note(bob, indicator, 190.0, date(2026, 2, 1))
    (first, _) = db.session.query(IndicatorValue).order_by(IndicatorValue.day).all()
    placed = keeping.place_hold(
        actor_id=world.staff.id, person_id=bob.id, reference="FOI 1", reason="A request"
    )
    for refused in (
        lambda: commands.remove_value(actor_id=ann.id, value_id=first.id),
        lambda: commands.remove_indicator(actor_id=ann.id, indicator_id=indicator.id),
    ):
        with pytest.raises(Conflict):
            refused()
    keeping.lift_hold(actor_id=world.staff.id, hold_id=placed.id, reason="It was answered")
    commands.remove_value(actor_id=ann.id, value_id=first.id)
    assert len(values(indicator)) == 1
    commands.remove_indicator(actor_id=ann.id, indicator_id=indicator.id)
    assert db.session.query(Indicator).count() == db.session.query(IndicatorValue).count() == 0


def test_a_value_is_dated_by_the_day_in_the_united_kingdom(world, ann):
    indicator = add(ann, draft(ann, a_pair(world)))
    assert note(ann, indicator, 1.0, clock.today())
