"""The page on which people are placed in sets."""

from cop.models import Membership, Recruitment, RoleName
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


def test_a_moderator_of_the_cohort_places_its_people_and_not_herself(world, client_for):
    dan = people.newcomer("dan", world.cohort)
    moderator = people.newcomer_as(RoleName.MODERATOR, "eve", world.cohort)
    eve = client_for(moderator)
    page = words(eve.get(ADDRESS))
    assert "To place people opens no set to you." in page
    assert "This is you: somebody else places you." in page
    assert ("Set of Dan" in page, "Set of Eve" in page) == (True, False)

    both = {f"set-{person.id}": world.set_a.id for person in (dan, moderator)}
    assert post(eve, ADDRESS, both | {"do": "place"}).status_code == 403
    assert Membership.of(dan.id, world.set_a.id) is None, "all or nobody"
    assert post(eve, ADDRESS, {f"set-{dan.id}": world.set_a.id, "do": "place"}).status_code == 303
    assert Membership.of(dan.id, world.set_a.id)
    for path in ("", "/members", "/chat", "/about"):
        assert eve.get(f"/spaces/cohort-1-set-a{path}").status_code == 404, path


def test_an_application_is_placed_in_cohort_and_set_on_one_page(world, client_for):
    review = applying.applied(applying.put_programme(world.cohort), world.cohort)
    eve = client_for(people.newcomer_as(RoleName.MODERATOR, "eve", world.cohort))
    address = f"/moderation/applications/{review.application_id}"
    page = words(eve.get(address))
    assert "Set A, a set of Cohort 1" in page
    assert "A set is told who comes into it and who placed them." in page

    sent = {"places": [world.set_a.id], "reason": "", "seen": review.version}
    answer = post(eve, f"{address}/approval", sent)
    assert answer.status_code == 422
    assert "Whoever comes into Set A belongs to Cohort 1. Choose that as well." in words(answer)
    sent["places"] = [world.cohort.id, world.set_a.id]
    assert post(eve, f"{address}/approval", sent).status_code == 303


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
