"""What the demonstration says, before anybody says it: plainly invented, in order, and hurting nobody."""

import re
from datetime import timedelta
from zipfile import ZipFile

import pytest

from cop.demonstration import story

NAMED_IN_THE_SOURCES = {"Smallwood", "Glanfield", "Janet", "Phil"}
"""Real people in the documents that the programmes come from; they have no place here (domain.md B35)."""

LINES = story.lines(timedelta())
PEOPLE = story.characters()


def test_b14_there_are_as_many_people_and_pairs_as_the_programmes_had() -> None:
    pairs = [each for each in PEOPLE if each.pair]
    assert len(pairs) == 128
    assert len({each.pair for each in pairs}) == 64
    for cohort in story.MET:
        assert 20 <= sum(each.cohort == cohort for each in PEOPLE) <= 25


def test_every_set_has_members_and_one_facilitator() -> None:
    sets = {slug for each in PEOPLE for slug in each.sets}
    assert len(sets) == 9
    for slug in sets:
        there = [each for each in PEOPLE if slug in each.sets]
        assert sum(each.set_role == "facilitator" for each in there) == 1
        assert 5 <= len(there) <= 8


def test_b35_nobody_is_real_and_nobody_has_an_address_elsewhere() -> None:
    assert all(each.email.endswith("@example.org") for each in PEOPLE)
    words = {word for each in PEOPLE for word in each.name.split()}
    assert not words & NAMED_IN_THE_SOURCES
    assert len({each.key for each in PEOPLE}) == len(PEOPLE) == len({each.email for each in PEOPLE})


def test_everybody_speaks_where_they_belong_and_after_they_came() -> None:
    by_key = {each.key: each for each in PEOPLE}
    for line in LINES:
        author = by_key[line.author]
        places = {author.cohort, *author.sets, "network"} - {""}
        assert line.kind == "aside" or line.space in places, (line.author, line.space)
        assert line.at >= author.joined_at
        assert line.at <= story.AS_OF


def test_asides_are_between_people_who_share_a_cohort() -> None:
    cohorts = {each.key: each.cohort for each in PEOPLE}
    asides = [line for line in LINES if line.kind == "aside"]
    assert len(asides) > 5
    for line in asides:
        assert line.author not in line.raw["to"]
        assert {cohorts[each] for each in line.raw["to"]} == {cohorts[line.author]}


def test_every_file_is_there_and_says_that_it_is_invented() -> None:
    named = {name for line in LINES for name in line.raw.get("files", {})}
    assert named == {each.name for each in (story.HERE / "files").iterdir()}
    with ZipFile(story.HERE / "files" / "winter-plan.docx") as document:
        assert b"invented for the demonstration" in document.read("word/document.xml")


def test_newcomer_has_never_posted() -> None:
    newcomer = next(each for each in PEOPLE if each.email == "newcomer@example.org")
    assert newcomer.cohort == "cohort-1"
    assert newcomer.key not in {line.author for line in LINES}


def test_texts_hold_no_numbers_of_people_and_lead_nowhere_else() -> None:
    texts = [line.text for line in LINES]
    assert len(texts) > 900
    for text in texts:
        assert not re.search(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b|\b0\d{9,10}\b", text)
        assert all(
            ".org" in host and "example.org" in host for host in re.findall(r"https?://([^/\s)]+)", text)
        )


@pytest.mark.parametrize("days", [0, 40])
def test_later_years_move_and_the_programmes_keep_their_dates(days: int) -> None:
    moved = story.lines(timedelta(days=days))
    early = [line.at for line in LINES if line.at < story.PROGRAMME_ENDS]
    assert early
    assert [line.at for line in moved if line.at < story.PROGRAMME_ENDS] == early
    assert moved[-1].at - LINES[-1].at == timedelta(days=days)
