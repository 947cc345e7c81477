"""A name is taken out where it calls its person or stands above their words, and nowhere else."""

import pytest

from cop import db
from cop.models import Person
from cop.models.unnaming import WithoutName
from tests.people import newcomer

CHANGES = {
    "@Ann Lee, hear": "a former member, hear",
    "(@ann lee)": "(a former member)",
    "@Ann Leeds, hear": "@Ann Leeds, hear",
    "mail@Ann Lee": "mail@Ann Lee",
    "@@Ann Lee": "@@Ann Lee",
    "Ann Lee said so": "Ann Lee said so",
    "[Ann Lee wrote](/posts/7):\n\n> so": "[A former member wrote](/posts/7):\n\n> so",
    "[Ann Lee wrote](https://example.org)": "[Ann Lee wrote](https://example.org)",
    "**Ann Lee** wrote on 2 Mar:\n\n> so": "**A former member** wrote on 2 Mar:\n\n> so",
    "**Ann Lee** said": "**Ann Lee** said",
}


@pytest.mark.parametrize("text", CHANGES)
def test_only_there(text):
    assert WithoutName("Ann Lee")(text) == CHANGES[text]


def test_who_is_called_more_than_that_is_still_called():
    change = WithoutName("Ann", longer=(" lee",))
    assert (
        change("@Ann Lee and @Ann, hear, @ann leeds")
        == "@Ann Lee and a former member, hear, a former member leeds"
    )


def test_who_is_called_the_same_is_still_called():
    change = WithoutName("Ann", is_shared=True)
    assert change("@Ann") == "@Ann"
    assert change("[Ann wrote](/posts/7):") == "[A former member wrote](/posts/7):", "a link says who"


def test_signs_of_markdown_are_found_as_a_quotation_writes_them():
    change = WithoutName("Jo_Ann [x]")
    assert change(r"[Jo\_Ann \[x\] wrote](/posts/7):") == "[A former member wrote](/posts/7):"
    assert change("@Jo_Ann [x], hear") == "a former member, hear"


def test_it_knows_who_else_is_called_something_like_it(world, ann):
    assert WithoutName.of(ann.id, "Ann") == WithoutName("Ann")
    newcomer("annika", world.cohort)
    other = newcomer("other", world.cohort)
    rename(other, "Ann Lee")
    assert WithoutName.of(ann.id, "Ann") == WithoutName("Ann", (" lee", "ika"))
    rename(other, "ANN")
    assert WithoutName.of(ann.id, "Ann").is_shared


@db.command
def rename(person: Person, name: str) -> None:
    db.get(Person, person.id).name = name
