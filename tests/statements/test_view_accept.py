"""Being asked: at the next whole page, and in the way of no work, no help and no way out."""

import pytest

from cop.models import Acceptance
from tests import people
from tests.people import post, words
from tests.statements.publishing import PRIVACY, accept, must_accept, publish

ASKED = 303


def location(answer):
    return answer.headers.get("Location")


@pytest.fixture
def bobs(world, client_for):
    """Bob's browser, once everybody is asked about the rules."""
    publish(world.staff, "No selling.", change="Books are sold no more")
    return client_for(world.bob)


def test_a_page_leads_to_the_question_and_on_from_there(world, bobs):
    assert location(bobs.get("/spaces/cohort-1?page=2")) == "/accept?next=/spaces/cohort-1?page%3D2"
    page = words(bobs.get("/accept"))
    assert "Books are sold no more" in page
    assert 'href="/rules"' in page
    assert 'href="/me/leaving"' in page
    answer = post(bobs, "/accept?next=/spaces/cohort-1", {"accepted": "1", "agree": "y"})
    assert location(answer) == "/spaces/cohort-1"
    assert bobs.get("/spaces/cohort-1").status_code == 200


def test_who_has_not_ticked_is_asked_again(world, bobs):
    answer = post(bobs, "/accept", {"accepted": "1"})
    assert answer.status_code == 422
    assert "Tick the box" in words(answer)
    assert Acceptance.of(world.bob.id) == []


def test_they_go_on_to_pages_of_this_site_alone(bobs):
    answer = post(bobs, "/accept?next=//example.org/", {"accepted": "1", "agree": "y"})
    assert location(answer) == "/"


def test_what_was_published_while_they_read_is_asked_next(world, bobs):
    publish(world.staff, "Of privacy.", PRIVACY)
    post(bobs, "/accept", {"accepted": "1", "agree": "y"})
    assert location(bobs.get("/")) == "/accept?next=/"
    page = words(bobs.get("/accept"))
    assert 'id="privacy"' in page
    assert 'id="rules"' not in page


@pytest.mark.parametrize(
    "path",
    [
        "/help",
        "/rules",
        "/rules/versions",
        "/rules/versions/1",
        "/cookies",
        "/accept",
        "/me",
        "/me/account",
        "/healthz",
    ],
)
def test_what_is_always_open_stays_open(bobs, path):
    assert bobs.get(path).status_code == 200


def test_pieces_of_pages_and_what_a_script_asks_go_through(bobs):
    assert bobs.get("/counts", headers={"Sec-Fetch-Dest": "empty"}).status_code == 200
    assert bobs.get("/", headers={"HX-Request": "true"}).status_code == 200
    assert bobs.get("/", headers={"Sec-Fetch-Dest": "document"}).status_code == ASKED


def test_what_they_were_writing_is_sent(world, bobs):
    form = {"title": "Costing", "text": "How?", "key": people.key()}
    answer = post(bobs, "/spaces/cohort-1/topics/new", form)
    assert answer.status_code == 303
    assert "/topics/" in location(answer)


def test_a_room_goes_on(world, bobs, socket_for):
    socket = socket_for(world.bob)
    assert socket.ask("room:open", space="cohort-1")["ok"]


def test_they_can_sign_out(bobs):
    assert location(post(bobs, "/sign-out")) == "/sign-in"


def test_a_secret_address_is_carried_nowhere(bobs):
    answer = bobs.get("/invitations/no-such-token")
    assert answer.status_code == 404
    assert location(answer) is None


def test_others_are_not_asked(world, bobs, client_for):
    accept(world.ann)
    assert client_for(world.ann).get("/").status_code == 200
    assert client_for(world.staff).get("/").status_code == 200, "who has published it"
    assert client_for(None).get("/sign-in").status_code == 200


def test_to_be_asked_is_no_permission_and_none_is_lost(world, bobs):
    """What they may do is as it was: only whole pages wait."""
    answer = post(bobs, "/me", {"name": "Bob", "professional_role": "other", "is_listed": "y"})
    assert answer.status_code == 303
    assert must_accept(world.bob)


def test_where_nothing_is_asked_the_page_says_what_was_accepted(world, bobs):
    accept(world.bob)
    page = words(bobs.get("/accept"))
    assert "Rules, version 1" in page
    assert "agree" not in page


def test_the_notice_leads_there(world, bobs):
    page = words(bobs.get("/notifications", headers={"HX-Request": "true"}))
    assert "A page that everybody here accepts" in page
    address = page.partition('<a href="/notifications/')[2].partition('"')[0]
    answer = bobs.get(f"/notifications/{address}", headers={"Sec-Fetch-Dest": "empty"})
    assert location(answer) == "/accept"


def test_it_costs_no_query_for_those_who_have_accepted(world, client_for, count_queries):
    def asked(path):
        browser = client_for(world.bob)
        browser.get(path)
        with count_queries() as queries:
            assert browser.get(path).status_code == 200
        return len(queries)

    paths = ("/", "/spaces/cohort-1", "/help", "/rules", "/spaces/cohort-1/chat")
    before = {path: asked(path) for path in paths}
    publish(world.staff, "No selling.")
    accept(world.bob)
    assert {path: asked(path) for path in paths} == before


def test_files_and_who_is_not_signed_in_cost_no_query(world, client_for, count_queries, app):
    publish(world.staff, "No selling.")
    browser = client_for(world.bob)
    with count_queries() as queries:
        browser.get("/static/manifest.json", buffered=True)
        browser.get("/healthz")
    assert queries == []
