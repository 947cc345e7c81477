"""Counts of people: no few, and none that follow from a sum."""

from hypothesis import example, given
from hypothesis import strategies as st

from cop.spaces.queries.suppressing import FEWEST, Counted, Shown, suppressed

ROWS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2),
    st.integers(0, 40).flatmap(lambda members: st.builds(Counted, st.just(members), st.integers(0, members))),
    max_size=8,
)


@given(ROWS)
@example({"a": Counted(20, 10), "b": Counted(4, 1)})
@example({"a": Counted(20, 10), "b": Counted(20, 18)})
@example({"a": Counted(20, 10), "b": Counted(20, 20)})
@example({"a": Counted(3, 3), "b": Counted(1, 0), "c": Counted(30, 15)})
def test_b21_nothing_that_is_kept_back_follows_from_what_is_shown(rows):
    shown, total = suppressed(rows)
    for each in (*shown.values(), total):
        if each.members is not None:
            assert each.members >= FEWEST
        if each.active is not None:
            assert each.active >= FEWEST
            assert each.members is not None
            assert each.members - each.active >= FEWEST, "who do not take part follow from the two"
    _follows_nothing(rows, shown, total, lambda each: each.members, "members")
    _follows_nothing(rows, shown, total, lambda each: each.active, "active")
    _follows_nothing(rows, shown, total, lambda each: each.others, "active")


def _follows_nothing(rows, shown, total, number, column) -> None:
    """What is left of the sum, without what is shown, is about several rows and enough people."""
    hidden = [name for name, each in shown.items() if getattr(each, column) is None]
    if hidden and getattr(total, column) is not None:
        assert len(hidden) > 1
        assert sum(number(rows[name]) for name in hidden) >= FEWEST


def test_what_is_large_is_shown_as_it_is():
    rows = {"North": Counted(30, 12), "South": Counted(20, 10)}
    assert suppressed(rows) == ({"North": Shown(30, 12), "South": Shown(20, 10)}, Shown(50, 22))


def test_a_row_of_few_takes_the_smallest_of_the_others_with_it():
    rows = {"North": Counted(30, 12), "South": Counted(4, 2), "East": Counted(20, 8), "West": Counted(25, 12)}
    shown, total = suppressed(rows)
    assert [name for name, each in shown.items() if each.members is None] == ["South", "East"]
    assert total == Shown(79, 34)
