"""The pages of who applies: open to everybody, the same for whoever has that address, and confirmed by a press."""

import re

import pytest

from cop import db
from cop.accounts.commands import tokens
from cop.models import ApplicationState, Band
from cop.moderation import commands
from tests import people
from tests.applying import ADDRESS, applications, applied, apply, put_programme

FILLED = {
    "name": "Rowan Newfield",
    "email": ADDRESS,
    "elsewhere": "Invented Partner",
    "professional_role": "service_lead",
    "band": "8b",
    "statement": "I run two clinics.",
}


@pytest.fixture
def programme(world):
    return put_programme(world.cohort, criteria="For those who lead a service.\n\nAnd for their deputies.")


@pytest.fixture
def anybody(app):
    return app.test_client()


def send(client, **other):
    return people.post(client, "/apply/leading", FILLED | {"key": people.key()} | other)


def test_who_has_no_account_finds_the_programme_and_its_form(anybody, programme):
    listed = anybody.get("/apply").get_data(as_text=True)
    assert '<a href="/apply/leading">Leading research</a>' in listed
    page = anybody.get("/apply/leading").get_data(as_text=True)
    assert "<p>For those who lead a service.</p>" in page
    assert "Cohort 1" in page


def test_what_is_closed_is_not_there(world, anybody):
    put_programme(world.cohort, is_open=False)

    assert "No programme takes applications" in anybody.get("/apply").get_data(as_text=True)
    assert anybody.get("/apply/leading").status_code == 404
    answer = send(anybody, statement="What took me long")
    assert answer.status_code == 409
    assert "takes no applications" in answer.get_data(as_text=True)
    assert "What took me long" in answer.get_data(as_text=True)
    assert anybody.get("/apply/none").status_code == 404


def test_sent_it_says_what_to_do_next(anybody, programme):
    answer = send(anybody)

    assert (answer.status_code, answer.location) == (303, "/apply")
    assert "Check your e-mail" in anybody.get("/apply").get_data(as_text=True)
    assert [each.email for each in applications()] == [ADDRESS]


def test_the_answer_is_the_same_for_who_is_known(world, app, programme):
    apply(programme)
    answers = []
    for email in (ADDRESS, world.bob.email, "nobody@applicant.example"):
        answer = send(app.test_client(), email=email)
        answers.append((answer.status_code, answer.location, answer.get_data()))

    assert len(set(answers)) == 1


def test_what_was_typed_stays_with_what_is_wrong(anybody, programme):
    answer = send(anybody, name="", statement="Something that took me long")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Something that took me long" in page
    assert "Enter your name." in page
    assert applications() == []


def test_what_may_be_a_patients_is_asked_about_and_shown_to_who_decides(
    world, client_for, ann, anybody, programme
):
    said = {"statement": "My mother, DOB 01/02/1960, was in a trial.", "cohort": str(world.cohort.id)}
    asked = send(anybody, **said)
    assert asked.status_code == 422
    assert "It tells nobody who a patient is" in asked.get_data(as_text=True)

    assert send(anybody, **said, confirmed="yes").status_code == 303
    people.post(anybody, f"/applications/{tokens.of_application(applications()[0])}/confirmation")
    shown = decided(client_for(ann))
    assert "It may have a date of birth, of which whoever applied says" in shown
    assert "postcode" not in shown


def test_so_is_what_an_answer_has_and_nothing_is_shown_of_what_has_none(
    world, client_for, ann, anybody, programme
):
    review = applied(programme, world.cohort)
    assert "It may have" not in decided(client_for(ann))
    commands.ask(actor_id=ann.id, review_id=review.id, question="Who stands in for you?")
    link = f"/applications/{tokens.of_application(applications()[0])}/answer"
    assert people.post(anybody, link, {"answer": "J.B. aged 84", "confirmed": "yes"}).status_code == 303
    assert "It may have somebody’s initials and age" in decided(client_for(ann))


def decided(client) -> str:
    """The page on which a moderator decides about the one application there is."""
    return client.get(f"/moderation/applications/{applications()[0].id}").get_data(as_text=True)


def test_a_press_confirms_and_a_look_does_not(anybody, programme):
    apply(programme)
    link = f"/applications/{tokens.of_application(applications()[0])}"

    page = anybody.get(link)
    assert "Confirm my address" in page.get_data(as_text=True)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert applications()[0].state is ApplicationState.BEGUN
    assert people.post(anybody, f"{link}/confirmation").status_code == 303
    assert applications()[0].state is ApplicationState.WAITING
    assert "is with the people who decide" in anybody.get(link).get_data(as_text=True)


def test_a_question_is_read_and_answered(world, anybody, programme, ann):
    review = applied(programme, world.cohort)
    commands.ask(actor_id=ann.id, review_id=review.id, question="Who stands in for you?")
    link = f"/applications/{tokens.of_application(applications()[0])}"

    assert "Who stands in for you?" in anybody.get(link).get_data(as_text=True)
    empty = people.post(anybody, f"{link}/answer", {"answer": ""})
    assert (empty.status_code, "Write your answer." in empty.get_data(as_text=True)) == (422, True)
    assert people.post(anybody, f"{link}/answer", {"answer": "My deputy"}).status_code == 303
    assert "My deputy" in anybody.get(link).get_data(as_text=True)


def test_it_is_withdrawn(anybody, programme):
    applied(programme)
    link = f"/applications/{tokens.of_application(applications()[0])}"

    assert people.post(anybody, f"{link}/withdrawal").status_code == 303
    page = anybody.get(link).get_data(as_text=True)
    assert "You have withdrawn it" in page
    people.post(anybody, f"{link}/confirmation")
    assert "decided or withdrawn meanwhile" in anybody.get(link).get_data(as_text=True)
    assert "Withdraw my application" not in page


def test_a_link_of_nobody_is_dead(anybody, programme):
    for path in ("", "/confirmation", "/answer", "/withdrawal"):
        answer = (
            people.post(anybody, f"/applications/none{path}") if path else anybody.get("/applications/none")
        )
        assert answer.status_code == 404
        assert "This link no longer works" in answer.get_data(as_text=True)


def test_a31_from_the_form_to_the_first_visit(world, app, client_for, ann, anybody, programme):
    """Apply, confirm, be taken on by a moderator, accept the invitation."""
    send(anybody, cohort=str(world.cohort.id))
    people.post(anybody, f"/applications/{tokens.of_application(applications()[0])}/confirmation")
    moderator = client_for(ann)
    queue = moderator.get("/moderation").get_data(as_text=True)
    assert "Application to Leading research" in queue
    (there,) = set(re.findall(r"/moderation/applications/\d+", queue))
    assert "I run two clinics." in moderator.get(there).get_data(as_text=True)
    taken = people.post(moderator, f"{there}/approval", {"places": [str(world.cohort.id)]})
    assert taken.status_code == 303
    link = f"/invitations/{tokens.of_invitation(applications()[0].invitation)}"
    joining = {
        "name": "Rowan Newfield",
        "professional_role": "service_lead",
        "password": "correct horse staple",
    }
    assert people.post(anybody, link, joining).status_code == 303
    db.session.rollback()
    assert anybody.get("/spaces/cohort-1").status_code == 200


def test_a03_a16_the_page_of_an_application_shows_what_speaks_for_it_and_what_is_wrong(
    world, client_for, ann, bob
):
    review = applied(put_programme(world.cohort, least_band=Band.EIGHT_A), world.cohort, email=bob.email)
    there = f"/moderation/applications/{review.application_id}"
    moderator = client_for(ann)

    page = moderator.get(there).get_data(as_text=True)
    assert "<b>Met:</b> Band 8a or above" in page
    assert "has an account" in page
    answer = people.post(moderator, f"{there}/approval", {})
    assert (answer.status_code, "Choose at least one space" in answer.get_data(as_text=True)) == (422, True)
    answer = people.post(moderator, f"{there}/refusal", {"reason": ""})
    assert (answer.status_code, "Say why." in answer.get_data(as_text=True)) == (422, True)
    answer = people.post(moderator, f"{there}/question", {"question": "More?"})
    assert (answer.status_code, answer.location) == (303, "/moderation")
    assert "is asked by e-mail" in moderator.get("/moderation").get_data(as_text=True)
    page = moderator.get(there).get_data(as_text=True)
    assert "Asked for more by Ann" in page
    assert "Take them on and invite them" in page, "whether an answer comes or not"
    assert moderator.get(f"/moderation/reviews/{review.id}").location == there
    stale = people.post(moderator, f"{there}/refusal", {"reason": "No answer", "seen": "1"})
    assert (stale.status_code, "Something was added" in stale.get_data(as_text=True)) == (409, True)
    assert people.post(moderator, f"{there}/refusal", {"reason": "No answer"}).status_code == 303
    assert "Take them on" not in moderator.get(there).get_data(as_text=True)


def test_staff_say_whom_a_programme_looks_for(world, client_for, anybody):
    put_programme(world.cohort, is_open=False)
    staff = client_for(world.staff)

    assert "By invitation alone" in staff.get("/programmes").get_data(as_text=True)
    form = {
        "criteria": "Leads a service",
        "least_band": "8a",
        "regions": "North West\n\n North West ",
        "is_open": "y",
    }
    assert people.post(staff, "/programmes/leading/recruiting", form).status_code == 303
    page = anybody.get("/apply/leading").get_data(as_text=True)
    assert "Leads a service" in page
    assert "Band 8a or above." in page
    assert "From North West." in page
    shown = staff.get("/programmes/leading/recruiting").get_data(as_text=True)
    assert re.search(r'value="8a" selected', shown)
    assert staff.get("/programmes/none/recruiting").status_code == 404
    long = people.post(staff, "/programmes/leading/recruiting", form | {"criteria": "x" * 4_001})
    assert long.status_code == 422
