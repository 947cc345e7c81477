"""How many reports hide something, on the settings page of the space."""

import pytest

from cop import db
from cop.models import Space
from tests import people
from tests.people import words

SETTINGS, HIDING = "/spaces/cohort-1/settings", "/spaces/cohort-1/hiding"


def number(world) -> int:
    db.session.expire_all()
    return db.get(Space, world.cohort.id).hide_after


def test_a_moderator_reads_it_and_chooses_another(world, client_for, ann):
    browser = client_for(ann)
    page = words(browser.get(SETTINGS))
    assert "How many people report something before it is hidden" in page
    assert 'name="hide_after" type="text" value="3"' in page
    answer = people.post(browser, HIDING, {"hide_after": "0"})
    assert (answer.status_code, answer.location) == (303, "/spaces/cohort-1/about")
    assert number(world) == 0
    assert 'name="hide_after" type="text" value="0"' in words(browser.get(SETTINGS))


@pytest.mark.parametrize("typed", ["", "-1", "51", "three", "2.5", "9" * 30])
def test_what_is_no_number_comes_back_as_it_was_typed(world, client_for, ann, typed):
    refused = people.post(client_for(ann), HIDING, {"hide_after": typed})
    assert refused.status_code == 422
    assert words(refused).count("Enter a number from 0 to 50.") == 2, "in the summary and beside its field"
    assert f'value="{typed}"' in words(refused)
    assert number(world) == 3


def test_bob_may_not_and_mallory_finds_nothing(world, client_for, bob, mallory):
    for person, status in ((bob, 403), (mallory, 404)):
        assert people.post(client_for(person), HIDING, {"hide_after": "1"}).status_code == status
    assert number(world) == 3
