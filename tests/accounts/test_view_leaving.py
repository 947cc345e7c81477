"""The pages of leaving: what it means is said before, a password and a tick are asked for, and staff see that."""

import pytest

from cop import db
from cop.models import Departure, Person, Way
from tests.accounts.letterbox import give_password, send
from tests.moderation import things
from tests.people import PASSWORD, words

CONFIRM = "/me/leaving/confirmation"


@pytest.fixture
def bob(world):
    give_password(world.bob)
    things.open_topic(world.bob, world.cohort)
    things.message(world.bob, world.set_a)
    return world.bob


def test_it_says_how_much_there_is_and_offers_a_copy(bob, client_for):
    page = words(client_for(bob).get("/me/leaving"))
    assert "1 post, 0 lines in rooms" in page
    assert "1 post or line" in page, "in the set"
    assert 'href="/me/data"' in page
    assert 'href="/me/leaving"' in words(client_for(bob).get("/me"))


def test_something_must_be_chosen(bob, client_for):
    client = client_for(bob)
    for query in ("", "?way=", "?way=else"):
        answer = client.get(CONFIRM + query)
        assert (answer.status_code, "There is a problem" in words(answer)) == (422, True)
    assert send(client, CONFIRM, {"way": "else", "password": PASSWORD, "sure": "y"}).status_code == 303
    assert db.session.query(Departure).count() == 0
    assert client.get(f"{CONFIRM}?way=named").status_code == 200, "control"


@pytest.mark.parametrize("way", Way)
def test_the_last_question_says_what_happens(way, bob, client_for):
    page = words(client_for(bob).get(f"{CONFIRM}?way={way}"))
    said = {Way.NAMED: "under your name", Way.UNNAMED: "without your name", Way.REMOVED: "removed"}
    assert f"<strong>{said[way]}</strong>" in page
    assert "This can’t be undone" in page


def test_nothing_happens_without_a_password_and_a_tick(bob, client_for):
    client = client_for(bob)
    for form in ({"sure": "y", "password": "wrong"}, {"password": PASSWORD}, {}):
        answer = send(client, CONFIRM, {"way": "removed"} | form)
        assert (answer.status_code, "There is a problem" in words(answer)) == (422, True)
    assert db.session.query(Departure).count() == 0


def test_whoever_leaves_is_signed_out_and_thanked(world, bob, client_for):
    client = client_for(bob)
    answer = send(client, CONFIRM, {"way": "removed", "password": PASSWORD, "sure": "y"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/left")
    assert answer.headers["Clear-Site-Data"] == '"cache"', "as for signing out"
    page = words(client.get("/left"))
    assert "You have left" in page
    assert "data-signed-out" in page
    assert client.get("/me").status_code == 303
    assert db.session.get_one(Person, bob.id).deactivated_at


def test_who_is_the_last_is_told_before_and_stays(world, ann, client_for):
    give_password(ann)
    client = client_for(ann)
    page = words(client.get("/me/leaving"))
    assert "You can’t leave yet" in page
    assert f"/spaces/{world.cohort.slug}/members" in page
    answer = send(client, CONFIRM, {"way": "named", "password": PASSWORD, "sure": "y"})
    assert (answer.status_code, "only moderator of Cohort 1" in words(answer)) == (409, True)
    staff = words(client_for(world.staff).get("/me/leaving"))
    assert "Appoint a steward" in staff


def test_who_runs_the_network_sees_who_has_left_and_nobody_else(world, bob, ann, client_for):
    send(client_for(bob), CONFIRM, {"way": "named", "password": PASSWORD, "sure": "y"})
    staff, member = (words(client_for(each).get("/directory")) for each in (world.staff, ann))
    assert "Who has left" in staff
    assert "left on" in staff
    assert "Who has left" not in member
    assert client_for(world.staff).get(f"/people/{bob.id}").status_code == 404
    assert client_for(ann).get(f"/people/{ann.id}").status_code == 200, "control"


def test_a_name_of_who_has_left_leads_nowhere(world, bob, ann, client_for):
    post = things.open_topic(world.bob, world.cohort)
    link = f'href="/people/{bob.id}"'
    assert link in words(client_for(ann).get(f"/topics/{post.topic_id}")), "control"
    send(client_for(bob), CONFIRM, {"way": "named", "password": PASSWORD, "sure": "y"})
    page = words(client_for(ann).get(f"/topics/{post.topic_id}"))
    assert (link in page, "Bob" in page) == (False, True)


def test_the_page_costs_the_same_however_much_there_is(bob, world, client_for, count_queries):
    client, counted = client_for(bob), []
    client.get("/me/leaving")
    for _ in range(2):
        with count_queries() as queries:
            client.get("/me/leaving")
        counted.append(len(queries))
        for _ in range(5):
            things.message(world.bob, world.cohort)
    assert counted[0] == counted[1] < 25
