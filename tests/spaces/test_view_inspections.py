"""The pages of inspections: asking, approving with the promise in view, and what the set sees of it."""

from datetime import timedelta

import pytest

from cop import clock
from cop.models import AppointmentRole, Basis, Inspection
from cop.spaces import commands
from tests import people
from tests.conftest import NOON
from tests.inspections import WHY, approve, ask, opened, reads, report, say
from tests.people import a_steward, post, words

DEMAND = "Order 12 of the county court"
READ = "can read this set until Tue 3 Mar 2026, 12:00"


@pytest.fixture
def steward(world):
    return a_steward()


def form(world, **other):
    sent = {"space": world.set_a.id, "basis": "legal", "demand": DEMAND, "reason": WHY, "understood": "y"}
    return sent | other


def test_from_asking_to_reading(world, client_for, steward):
    staff, stewards = client_for(world.staff), client_for(steward)
    assert "No inspection that you may know of" in words(staff.get("/inspections"))
    answer = post(staff, "/inspections/new", form(world))
    address = answer.location
    assert answer.status_code == 303
    page = words(staff.get(address))
    assert "Nothing is open yet" in page
    assert "Take it back" in page
    assert "Approve it" not in page

    assert "1<span" in words(stewards.get("/moderation")), "the queue says that something waits for approval"
    page = words(stewards.get(address))
    assert WHY in page
    assert DEMAND in page
    assert "What was promised to the set" in page
    assert post(stewards, f"{address}/approval", {}).status_code == 422, "the statement was not ticked"
    assert not reads(world.staff, world.set_a)
    assert post(stewards, f"{address}/approval", {"understood": "y"}).status_code == 303

    assert staff.get("/spaces/cohort-1-set-a").status_code == 200
    assert stewards.get("/spaces/cohort-1-set-a").status_code == 404
    assert "Open Set A" in words(staff.get(address))
    assert post(staff, f"{address}/ending", {}).status_code == 303
    assert staff.get("/spaces/cohort-1-set-a").status_code == 404


def test_what_is_missing_is_asked_for_beside_its_field(world, client_for, steward):
    staff = client_for(world.staff)
    for sent, said in (
        (form(world, understood=""), "Read the statement and tick this."),
        (form(world, reason=""), "Say why you must read it."),
        (form(world, demand=" "), "Say which demand"),
        (form(world, basis="report", report="R-9"), "No member of this set has made a report"),
        (form(world, space=""), "Choose a set."),
        (form(world, delay_days="31", delay_reason="x"), "a number of days from 0 to 30"),
        (form(world, delay_days="3"), "Say why the set must be told later"),
    ):
        answer = post(staff, "/inspections/new", sent)
        assert answer.status_code == 422, said
        assert words(answer).count(said) == 2, said
    assert post(staff, "/inspections/new", form(world)).status_code == 303


def test_what_can_t_be_inspected_is_not_offered(world, client_for, steward):
    page = words(client_for(world.staff).get("/inspections/new"))
    assert "Set A" in page
    assert (
        post(client_for(world.staff), "/inspections/new", form(world, space=world.cohort.id)).status_code
        == 422
    )


def test_it_is_refused_with_a_reason(world, client_for, steward):
    address = f"/inspections/{ask(world, world.staff).id}"
    stewards = client_for(steward)
    assert post(stewards, f"{address}/refusal", {"answer": ""}).status_code == 422
    assert post(stewards, f"{address}/refusal", {"answer": "Ask the facilitator first"}).status_code == 303
    assert "Ask the facilitator first" in words(client_for(world.staff).get(address))
    assert post(stewards, f"{address}/approval", {"understood": "y"}).status_code == 409


def test_nobody_approves_their_own(world, client_for, steward):
    address = f"/inspections/{ask(world, world.staff).id}"
    assert post(client_for(world.staff), f"{address}/approval", {"understood": "y"}).status_code == 403
    assert post(client_for(steward), f"{address}/approval", {"understood": "y"}).status_code == 303


def test_others_find_no_such_pages(world, client_for, steward, ann, mallory):
    address = f"/inspections/{ask(world, world.staff).id}"
    for person in (ann, mallory):
        client = client_for(person)
        for path in ("/inspections", "/inspections/new", address):
            assert client.get(path).status_code == 404
        for path in ("approval", "refusal", "ending"):
            assert post(client, f"{address}/{path}", {"understood": "y", "answer": "x"}).status_code == 404
    assert client_for(steward).get(address).status_code == 200


def test_the_members_see_who_reads_and_on_which_basis(world, client_for, steward, bob):
    opened(world, steward)
    bobs = client_for(bob)
    for path in ("", "/chat", "/members", "/about"):
        assert f"Sam, who is not a member, {READ}" in words(bobs.get(f"/spaces/cohort-1-set-a{path}")), path
    assert READ not in words(bobs.get("/spaces/cohort-1"))
    about = words(bobs.get("/spaces/cohort-1-set-a/about"))
    assert "Steward approved it, on the basis of a legal demand." in about
    for page in (about, words(bobs.get("/notifications"))):
        assert WHY not in page
        assert DEMAND not in page
    assert "Reads until Tue 3 Mar 2026, 12:00" in words(bobs.get("/spaces/cohort-1-set-a/members"))
    notices = words(bobs.get("/notifications"))
    assert "Sam, who is not a member," in notices
    assert "was let in to read your set for a day" in notices
    with clock.at(NOON + timedelta(hours=24)):
        assert READ not in words(bobs.get("/spaces/cohort-1-set-a"))
        assert "Sam could read this set" in words(bobs.get("/spaces/cohort-1-set-a/about"))


def test_a_notice_leads_to_where_it_is_explained(world, client_for, steward, bob):
    opened(world, steward)
    bobs = client_for(bob)
    address = words(bobs.get("/notifications")).split('href="/notifications/')[1].split('"')[0]
    assert bobs.get(f"/notifications/{address}").location == "/spaces/cohort-1-set-a/about#inspections"


def test_the_notice_can_t_be_switched_off(world, client_for, steward, bob):
    bobs = client_for(bob)
    post(bobs, "/me/notifications", {})
    post(bobs, "/spaces/cohort-1-set-a/attention", {"stance": "muted"})
    opened(world, steward)
    assert "was let in to read your set" in words(bobs.get("/notifications"))


def test_who_reported_is_named_nowhere(world, client_for, steward, ann, bob):
    made = report(world, bob, say(world.set_a, ann).id)
    inspection = opened(world, steward, basis=Basis.REPORT, report=f"R-{made.id}")
    ann_s = client_for(ann)
    pages = [
        words(ann_s.get(path))
        for path in ("/spaces/cohort-1-set-a/about", "/notifications", "/moderation/decisions")
    ]
    assert all("a report from a member" in page for page in (pages[0], pages[2]))
    for page in pages:
        assert f"R-{made.id}" not in page
        assert WHY not in page
    for person in (world.staff, steward):
        page = words(client_for(person).get(f"/inspections/{inspection.id}"))
        assert f"R-{made.id}" in page
        assert "Bob" not in page


def test_until_the_set_is_told_only_the_list_of_members_says_so(world, client_for, steward, bob):
    opened(world, steward, delay_days=3, delay_reason="The police have asked for it")
    bobs = client_for(bob)
    for path in ("", "/about"):
        assert "can read this set until" not in words(bobs.get(f"/spaces/cohort-1-set-a{path}"))
    page = words(bobs.get("/spaces/cohort-1-set-a/about"))
    assert "You have been told of none" in page
    assert "never happened" not in page, "it goes on"
    assert "was let in" not in words(bobs.get("/notifications"))
    assert "Reads until" in words(bobs.get("/spaces/cohort-1-set-a/members"))
    assert "It is told later" in words(client_for(world.staff).get("/spaces/cohort-1-set-a"))
    with clock.at(NOON + timedelta(days=3)):
        commands.look_after_inspections()
        assert "The police have asked for it" in words(bobs.get("/spaces/cohort-1-set-a/about"))
        assert "was let in" in words(bobs.get("/notifications"))


def test_who_reads_finds_it_nowhere_as_their_own(world, client_for, steward):
    opened(world, steward)
    staff = client_for(world.staff)
    assert "Your set" not in words(staff.get("/"))
    assert "Leave this space" not in words(staff.get("/spaces/cohort-1-set-a/about"))
    assert "Observer" not in words(staff.get("/me/roles"))
    assert "counts as unread" not in words(staff.get("/spaces/cohort-1-set-a"))
    assert staff.get("/spaces/cohort-1-set-a/members/new").status_code == 403
    assert post(staff, "/spaces/cohort-1-set-a/feed").status_code == 403


def test_the_facilitator_is_told_why_nothing_is_changed_about_it(world, client_for, steward, ann):
    opened(world, steward)
    page = words(client_for(ann).get(f"/spaces/cohort-1-set-a/members/{world.staff.id}"))
    assert "They read this set for a day" in page
    assert "Save roles" not in page


def test_a_list_shows_what_waits_is_open_and_past(world, client_for, steward):
    first = opened(world, steward)
    other = a_steward("other")
    ask(world, other)
    page = words(client_for(world.staff).get("/inspections"))
    assert "Open now" in page
    assert "Waiting for you" in page
    commands.end_inspection(actor_id=steward.id, inspection_id=first.id)
    page = words(client_for(world.staff).get("/inspections"))
    assert "Open now" not in page
    assert "Past" in page


def test_of_a_set_that_one_is_in_nothing_is_listed(world, client_for, steward, ann):
    people.appoint(ann, AppointmentRole.STEWARD)
    inspection = ask(world, world.staff)
    page = words(client_for(ann).get("/inspections"))
    assert "asked for by" not in page
    assert "No inspection that you may know of" in page, "which does not say that there is none"
    assert "asked for by" in words(client_for(steward).get("/inspections"))
    assert client_for(ann).get(f"/inspections/{inspection.id}").status_code == 404
    approve(steward, inspection)
    assert client_for(ann).get(f"/inspections/{inspection.id}").status_code == 404
    assert Inspection.told_in(world.set_a.id)
