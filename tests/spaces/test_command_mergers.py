"""Who is taken in by whom: long chains, in a list and as they are known."""

from itertools import pairwise

import pytest

from cop.errors import Invalid
from cop.models import Organisation
from cop.spaces.commands import Coming, mergers, organisation_files, organisations
from tests.spaces.lists import VALE, comings, enter, foresee

LONG = organisation_files.MOST_LINES


@pytest.mark.parametrize(
    ("last", "coming", "said"),
    [
        ("", Coming.NEW, ["", "", ""]),
        ("X9999", Coming.BAD, [f"No organisation has the code X{code}." for code in (1, 2, 9999)]),
        ("X0", Coming.BAD, [organisations.ROUND] * 3),
    ],
)
def test_a_long_chain_is_passed_a_few_times_giving_way_at_each_line(world, monkeypatch, last, coming, said):
    ways: list[None] = []
    monkeypatch.setattr(mergers, "give_way", lambda: ways.append(None))
    lines = [f"X{number},Merged,,,,X{number + 1}" for number in range(LONG - 1)]
    judged = foresee(world.staff.id, *lines, f"X{LONG - 1},Last,,,,{last}")

    assert comings(judged) == [coming] * LONG
    assert [judged[place].said for place in (0, 1, -1)] == said
    assert LONG <= len(ways) <= 4 * LONG


def test_what_is_known_of_a_line_that_is_left_out_stays(world):
    """So that it closes a circle with a line that would have been right."""
    enter(world.staff.id, VALE, "X02,Marlfield,,,,X01")
    judged = foresee(world.staff.id, "X02,,,,,X09", "X01,,,,,X02", "X03,New,,,,X02")

    assert [each.said for each in judged] == ["No organisation has the code X09.", organisations.ROUND, ""]


def test_the_end_of_however_long_a_chain_is_asked_for_in_one_query(world, count_queries):
    chain = [f"X{number},Merged,,,,{f'X{number + 1}' if number < 40 else ''}" for number in range(41)]
    enter(world.staff.id, *chain, "Y0,Merged,,,,Y1", "Y1,Last,,,,")
    numbers = []
    for first in ("X0", "Y0"):
        row = organisations.OrganisationRow("Z", "Newest", successor=first)
        organisations.keep(actor_id=world.staff.id, row=row)
        with count_queries() as queries:
            organisations.succeed(actor_id=world.staff.id, row=row)
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]
    with pytest.raises(Invalid, match=organisations.ROUND):
        organisations.succeed(
            actor_id=world.staff.id, row=organisations.OrganisationRow("X40", "Merged", successor="X0")
        )


def test_a_line_that_names_no_other_waits_for_nobody(world, count_queries):
    with count_queries() as queries:
        organisations.succeed(actor_id=world.staff.id, row=organisations.OrganisationRow("X01", "Vale"))
    assert not queries


def test_the_one_of_today_is_at_the_end_of_however_long_a_chain():
    chain = [Organisation(code=f"X{number}", name="Merged") for number in range(2_000)]
    for one, after in pairwise(chain):
        one.successor = after
    assert chain[0].present is chain[-1]
    chain[-1].successor = chain[0]
    assert chain[0].present in chain, "a circle ends somewhere"
