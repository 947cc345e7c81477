"""The small chart: everything stands on its sheet, scales are round numbers, and later is further right."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.intentions.queries import charts
from cop.models import Indicator, IndicatorKind, IndicatorValue

BEGUN = date(2025, 1, 1)


def an_indicator(baseline: float, target: float, *values: float, days: int = 365) -> Indicator:
    return Indicator(
        kind=IndicatorKind.PATIENTS,
        name="n",
        unit="u",
        baseline=baseline,
        baseline_on=BEGUN,
        target=target,
        target_on=BEGUN + timedelta(days=days),
        values=[
            IndicatorValue(day=BEGUN + timedelta(days=30 * place), value=value)
            for place, value in enumerate(values, 1)
        ],
    )


numbers = st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 3))


@given(numbers, numbers, st.lists(numbers, max_size=20), st.integers(1, 4_000))
def test_everything_stands_on_the_sheet(baseline, target, values, days):
    chart = charts.chart_of(an_indicator(baseline, target, *values, days=days))
    for point in (*chart.line, chart.goal):
        assert charts.LEFT <= point.x <= charts.RIGHT
        assert charts.TOP <= point.y <= charts.BOTTOM
    assert 2 <= len(chart.rows) <= charts.STEPS + 2
    heights = [row.at for row in chart.rows]
    assert heights == sorted(heights, reverse=True)
    assert [point.x for point in chart.line] == sorted(point.x for point in chart.line)


def test_scales_are_round():
    rows = charts.chart_of(an_indicator(120, 400, 180, 260)).rows
    assert [row.label for row in rows] == ["100", "200", "300", "400"]


def test_higher_is_higher_and_the_goal_is_at_the_end():
    chart = charts.chart_of(an_indicator(90, 40, 80, 60))
    assert [point.y for point in chart.line] == sorted(point.y for point in chart.line), "it goes down"
    assert chart.goal.x == charts.RIGHT
    assert [tick.label for tick in chart.ends] == ["Jan 2025", "Jan 2026"]
    assert chart.path.count(",") == 3


def test_one_figure_for_all_is_drawn_too():
    chart = charts.chart_of(an_indicator(5, 5, 5))
    assert len({point.y for point in chart.line}) == 1


@pytest.mark.parametrize(
    ("value", "number", "short"),
    [
        (0, "0", "0"),
        (-0.0, "0", "0"),
        (0.5, "0.5", "0.5"),
        (-3, f"{charts.MINUS}3", f"{charts.MINUS}3"),
        (1_234, "1,234", "1,234"),
        (45_000, "45,000", "45k"),
        (1_200_000, "1,200,000", "1.2m"),
        (2e9, "2,000,000,000", "2bn"),
    ],
)
def test_figures_are_read_so(value, number, short):
    assert charts.number(value) == number
    assert charts.short(value) == short
