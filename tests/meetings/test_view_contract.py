"""The page of a contract, for those who are in the set."""

import pytest

from cop.models import GroundRules
from tests import people
from tests.people import post, words

CONTRACT = "/spaces/cohort-1-set-a/contract"
TERMS = {
    "purpose": "To change how we lead",
    "meetings": "5",
    "cadence_days": "28",
    "keeps_days": "30",
    "seen": "0",
}


@pytest.fixture
def ann_s(world, client_for):
    return client_for(world.ann)


@pytest.fixture
def bob_s(world, client_for):
    return client_for(world.bob)


def test_from_nothing_to_a_contract(world, ann_s, bob_s):
    page = words(bob_s.get(CONTRACT))
    assert "No ground rules yet" in page
    assert "not concluded yet" in page
    form = words(bob_s.get(f"{CONTRACT}/rules"))
    assert "What somebody says about their work" in form, "it begins from a template"
    assert post(bob_s, f"{CONTRACT}/rules", {"text": "We start on time.", "seen": "0"}).status_code == 303
    assert post(bob_s, f"{CONTRACT}/terms", TERMS).status_code == 303
    page = words(ann_s.get(CONTRACT))
    assert "You have not accepted these rules yet" in page
    assert "28 days" in page
    assert "after 30 days at the latest" in page
    assert post(ann_s, f"{CONTRACT}/rules/1/acceptance", {}).status_code == 303
    page = words(ann_s.get(CONTRACT))
    assert "Contracted: it has yet to meet" in page
    assert "not concluded yet" not in page
    assert "You have not accepted" not in page


def test_the_statement_tells_the_limits(world, bob_s):
    page = words(bob_s.get(CONTRACT))
    for said in ("stays with those who are in it", "risk of serious harm", "legally required to search"):
        assert said in page


def test_history_says_who_accepted_which(world, ann_s, bob_s):
    post(bob_s, f"{CONTRACT}/rules", {"text": "We start on time.", "seen": "0"})
    changed = {"text": "We start at ten past.", "change": "Ten minutes later", "seen": "1"}
    assert post(ann_s, f"{CONTRACT}/rules", changed).status_code == 303
    assert f"{CONTRACT}/rules/1" in bob_s.get(CONTRACT).get_data(as_text=True)
    page = words(bob_s.get(f"{CONTRACT}/rules/1"))
    assert "This is an earlier version" in page
    assert "We start on time." in page
    assert "did not" in page, "Ann never accepted it"
    assert bob_s.get(f"{CONTRACT}/rules/3").status_code == 404


def test_what_can_not_be_kept_comes_back(world, ann_s, bob_s):
    answer = post(bob_s, f"{CONTRACT}/terms", TERMS | {"meetings": "many"})
    assert answer.status_code == 422
    assert "To change how we lead" in answer.get_data(as_text=True)
    post(ann_s, f"{CONTRACT}/terms", TERMS)
    stale = post(bob_s, f"{CONTRACT}/terms", TERMS | {"purpose": "Something else"})
    assert stale.status_code == 409
    assert "By now the set has agreed on this: To change how we lead" in words(stale)
    post(ann_s, f"{CONTRACT}/rules", {"text": "We start on time.", "seen": "0"})
    stale = post(bob_s, f"{CONTRACT}/rules", {"text": "We start late.", "seen": "0"})
    assert stale.status_code == 409
    assert "What version 1 says" in words(stale)
    assert "We start late." in stale.get_data(as_text=True)


def test_buttons_move_names(world, ann_s, bob_s):
    post(ann_s, f"{CONTRACT}/terms", TERMS)
    page = bob_s.get(CONTRACT).get_data(as_text=True)
    later = f'value="{world.ann.id}-1"'
    assert later in page
    assert post(bob_s, f"{CONTRACT}/rotas/hosts", {"to": f"{world.ann.id}-1"}).status_code == 303
    assert later not in bob_s.get(CONTRACT).get_data(as_text=True).split("facilitators")[0]
    assert post(bob_s, f"{CONTRACT}/rotas/hosts", {"to": f"{world.ann.id}-out"}).status_code == 303
    assert "Ann is not in it" in words(bob_s.get(CONTRACT))
    for wrong in ("", "1", "x-1", "1-x"):
        assert post(bob_s, f"{CONTRACT}/rotas/hosts", {"to": wrong}).status_code == 422
    assert post(bob_s, f"{CONTRACT}/rotas/cooks", {"to": "1-1"}).status_code == 404


def test_who_says_that_three_are_enough(world, bob_s):
    assert post(bob_s, f"{CONTRACT}/answers/small-quorum", {}).status_code == 303
    assert "1 of 2 do" in words(bob_s.get(CONTRACT))
    assert post(bob_s, f"{CONTRACT}/answers/small-quorum/removal", {}).status_code == 303
    assert "0 of 2 do" in words(bob_s.get(CONTRACT))
    assert post(bob_s, f"{CONTRACT}/answers/no-question", {}).status_code == 404


def test_it_is_nothing_to_anybody_else(world, client_for):
    around = people.newcomer("dan", world.cohort)
    for stranger in (world.mallory, world.staff, around):
        for page in ("", "/terms", "/rules", "/rules/1"):
            assert client_for(stranger).get(CONTRACT + page).status_code == 404
    assert client_for(world.ann).get("/spaces/cohort-1/contract").status_code == 404, "of a set alone"
    assert GroundRules.newest(world.set_a.id) is None
