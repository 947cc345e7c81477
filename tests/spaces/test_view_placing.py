"""The page on which people are placed in sets."""

from cop.models import Membership, Recruitment
from tests import applying, people
from tests.people import post, words

ADDRESS = "/spaces/cohort-1/placing"


def test_a_plan_is_looked_at_and_then_done(world, client_for):
    dan, staff = people.newcomer("dan", world.cohort), client_for(world.staff)
    page = words(staff.get(ADDRESS))
    assert "Set of Dan" in page
    assert "Set of Bob" not in page, "who is in a set is the set's own"

    plan = {f"set-{dan.id}": world.set_a.id}
    page = words(post(staff, ADDRESS, plan | {"do": "look"}))
    assert "and 1 to come" in page
    assert "people are few" in page
    assert "selected" in page
    assert Membership.of(dan.id, world.set_a.id) is None

    assert post(staff, ADDRESS, plan | {"do": "place"}).status_code == 303
    assert Membership.of(dan.id, world.set_a.id)
    assert "1 person is placed." in words(staff.get(ADDRESS))


def test_nobody_chosen_is_asked_for(world, client_for):
    people.newcomer("dan", world.cohort)
    answer = post(client_for(world.staff), ADDRESS, {"do": "place"})
    assert answer.status_code == 422
    assert "Choose a set for somebody first." in words(answer)


def test_what_no_page_says_places_nobody(world, client_for):
    dan, staff = people.newcomer("dan", world.cohort), client_for(world.staff)
    for odd in ({"set-x": "1"}, {f"set-{dan.id}": "x"}, {f"set-{dan.id}": "-1"}):
        assert post(staff, ADDRESS, odd | {"do": "place"}).status_code == 422
    answer = post(staff, ADDRESS, {f"set-{dan.id}": world.other.id, "do": "place"})
    assert answer.status_code == 404


def test_the_rule_about_pairs_is_set_with_the_programme(world, client_for):
    programme = applying.put_programme(world.cohort)
    sent = {"criteria": "", "least_band": "", "regions": "", "splits_pairs": "y"}
    assert post(client_for(world.staff), f"/programmes/{programme.slug}/recruiting", sent).status_code == 303
    assert Recruitment.of(programme.id).splits_pairs


def test_others_find_no_such_page(world, client_for):
    assert client_for(world.ann).get(ADDRESS).status_code == 200, "control: she moderates the cohort"
    for person in (world.bob, world.mallory):
        assert client_for(person).get(ADDRESS).status_code == 404
    assert client_for(world.staff).get("/spaces/cohort-1-set-a/placing").status_code == 404
