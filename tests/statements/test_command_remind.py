"""A year after the statement on accessibility was published those who run the network are reminded, once."""

from datetime import timedelta

import pytest

from cop import clock
from cop.accounts.tasks.wording import word
from cop.models import LetterKind, StatementKind
from cop.statements import commands
from tests import people
from tests.accounts.letterbox import letters
from tests.conftest import NOON
from tests.statements.publishing import RULES, publish

ACCESSIBILITY = StatementKind.ACCESSIBILITY


def after(days: float):
    return clock.at(NOON + timedelta(days=days))


@pytest.fixture
def steward(world):
    return people.a_steward()


def test_nobody_is_reminded_of_what_is_not_published(world):
    publish(world.staff, "No selling.", RULES)
    with after(800):
        assert commands.remind_of_accessibility() == 0


def test_all_who_run_the_network_are_reminded_after_a_year_and_after_the_next(world, steward):
    publish(world.staff, "Partially compliant.", ACCESSIBILITY)
    with after(364):
        assert commands.remind_of_accessibility() == 0
    with after(366):
        assert commands.remind_of_accessibility() == 2
        assert commands.remind_of_accessibility() == 0
    with after(732):
        assert commands.remind_of_accessibility() == 2
    addresses = [letter.address for letter in letters(LetterKind.STATEMENT)]
    assert addresses == [world.staff.email, steward.email] * 2


def test_who_has_published_it_anew_is_left_in_peace(world):
    publish(world.staff, "Partially compliant.", ACCESSIBILITY)
    with after(300):
        publish(world.staff, "Fully compliant.", ACCESSIBILITY)
    with after(400):
        assert commands.remind_of_accessibility() == 0
    with after(300 + 366):
        assert commands.remind_of_accessibility() == 1


def test_the_letter_says_since_when_and_leads_to_the_page(world):
    publish(world.staff, "Partially compliant.", ACCESSIBILITY)
    with after(366):
        commands.remind_of_accessibility()
        (letter,) = letters(LetterKind.STATEMENT)
        said = word(letter)
        assert "2 March 2026" in said.get_content()
        assert "http://localhost/statements" in said.get_content()
        publish(world.staff, "Fully compliant.", ACCESSIBILITY)
        assert word(letter) is None, "it was looked at before the letter went"
