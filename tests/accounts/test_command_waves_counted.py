"""What a line of a list costs the database, and that what many lines name is asked for once."""

from itertools import pairwise

import pytest

from cop import jobs
from cop.accounts import commands
from cop.models import Fate
from tests import waves
from tests.waves import upload

SET = "Cohort 1,Set A,,"
PAIR = "Cohort 1,,{},"


def lines(letter: str, count: int, columns: str = SET) -> list[str]:
    """So many lines; of a pair, two for each label."""
    return [
        f"Somebody,{letter}{number}@trust.example,T01,,{columns.format(f'{letter}{number // 2}')}"
        for number in range(count)
    ]


def sending(world, count_queries, listed: list[str]) -> list[str]:
    """What the job asks and writes for a list, its letters left out; places that are written together count as one, as
    PostgreSQL writes them.
    """
    wave = upload(world.staff.id, *listed)
    commands.send_wave(actor_id=world.staff.id, wave_id=wave.id)
    with count_queries() as asked:
        commands.send_rest(wave.id)
    assert waves.fates(wave) == [Fate.SENT] * len(listed)
    jobs.run_waiting()
    return [said for before, said in pairwise(["", *asked]) if not _is_place(said) or not _is_place(before)]


def _is_place(statement: str) -> bool:
    return statement.startswith("INSERT INTO place")


def looking(world, count_queries, listed: list[str]) -> list[str]:
    """What a dry run asks; the lines are written at its end, in one statement or one for each, and are left out."""
    with count_queries() as asked:
        upload(world.staff.id, *listed)
    return [each for each in asked if not each.startswith("INSERT INTO wave_row")]


@pytest.mark.parametrize(("columns", "each"), [(SET, 12), (PAIR, 15.5)], ids=["into a set", "as a pair"])
def test_sending_a_line_costs_so_many_statements(world, count_queries, columns, each):
    """Under its lock: the line, the organisation, the spaces; who sends, who is meant, what waits for them; and then
    the invitation, its places, the log of each, the letter, and what became of the line.

    Two halves look for their pair. It is made for the first, in three statements; the second asks for its size and its
    space.
    """
    few = sending(world, count_queries, lines("a", 2, columns))
    many = sending(world, count_queries, lines("b", 6, columns))
    assert len(many) - len(few) == 4 * each, "\n".join(many)


@pytest.mark.parametrize(("columns", "each"), [(SET, 0), (PAIR, 1)], ids=["into a set", "as a pair"])
def test_a_dry_run_asks_once_for_what_many_lines_name(world, count_queries, columns, each):
    """What is asked for each line is its pair."""
    looking(world, count_queries, lines("a", 2, columns))
    few = looking(world, count_queries, lines("b", 2, columns))
    many = looking(world, count_queries, lines("c", 12, columns))
    assert len(many) - len(few) == 10 * each, "\n".join(many)


def test_a_list_that_was_sent_is_looked_at_for_one_question_more_a_line(world, count_queries):
    """Who invited them is asked: they may have lost the right."""
    few, many = lines("a", 2), lines("b", 12)
    for listed in (few, many):
        sending(world, count_queries, listed)
    assert waves.fates(upload(world.staff.id, *many)) == [Fate.SAME] * 12
    asked = [looking(world, count_queries, listed) for listed in (few, many)]
    assert len(asked[1]) - len(asked[0]) == 10, "\n".join(asked[1])
