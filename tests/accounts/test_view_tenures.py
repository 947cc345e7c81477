"""The pages of inviting somebody by their address into a role outside of any space."""

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cop import db
from cop.models import Appointment, Invitation, LetterKind, Person
from tests import people
from tests.accounts.letterbox import NEW, last_mail, letters, link_in, send
from tests.people import World, post, words

Client = Callable[[Person | None], FlaskClient]
FORM = {"name": "Eva Oakenlooker", "organisation": "", "professional_role": "other", "password": NEW}
PAGE, EVA = "/appointments/invitations/new", "eva@institute.example"


@pytest.fixture
def steward(world: World) -> Person:
    return people.a_steward()


def asked(client: FlaskClient, **form: object):
    return post(client, PAGE, {"email": EVA, "role": "evaluator", "until": "2026-12-31"} | form)


def test_from_the_list_of_appointments_to_the_first_page(
    world: World, app: Flask, client_for: Client, steward: Person
) -> None:
    client = client_for(steward)
    assert f'href="{PAGE}"' in words(client.get("/appointments"))
    assert "Programme staff" not in words(client.get(PAGE)).split("<main")[1]
    answer = asked(client)
    assert (answer.status_code, answer.location) == (303, "/appointments")
    page = words(client.get("/appointments"))
    assert EVA in page
    assert "When they accept" in page
    assert "31 Dec 2026" in page

    path, browser = link_in(last_mail(LetterKind.INVITATION)), app.test_client()
    offered = words(browser.get(path))
    assert "You will be evaluator, until" in offered
    assert "31 Dec 2026" in offered
    assert send(browser, path, FORM).location == "/"
    page = words(client.get("/appointments"))
    assert EVA not in page
    assert "Eva Oakenlooker" in page
    assert "Evaluator" in words(browser.get("/me/roles"))
    assert browser.get("/appointments").status_code == 404


@pytest.mark.parametrize(("role", "usual"), [("evaluator", "2027-03-02"), ("guest", "2026-05-31")])
def test_the_usual_end_is_proposed_and_can_be_sent_as_it_is(
    world: World, client_for: Client, steward: Person, role: str, usual: str
) -> None:
    client = client_for(steward)
    assert "for an evaluator: 2 March 2027; for a guest: 31 May 2026" in words(client.get(PAGE))
    answer = asked(client, role=role, until="")
    assert answer.status_code == 422
    page = unescape(words(answer))
    assert "without an end. The usual day is filled in" in page
    assert f'value="{usual}"' in page
    assert f'value="{EVA}"' in page
    assert letters(LetterKind.INVITATION) == []
    assert asked(client, role=role, until=usual).status_code == 303


def test_appointing_from_the_directory_proposes_it_too(
    world: World, client_for: Client, steward: Person
) -> None:
    client, sent = client_for(steward), {"person": world.bob.id, "role": "guest", "until": ""}
    answer = post(client, "/appointments/new?name=bo", sent)
    assert answer.status_code == 422
    assert 'value="2026-05-31"' in words(answer)
    assert post(client, "/appointments/new?name=bo", sent | {"until": "2026-05-31"}).status_code == 303
    held = db.session.query(Appointment).filter_by(person_id=world.bob.id).one()
    answer = post(client, f"/appointments/{held.id}", {"until": ""})
    assert (answer.status_code, "Choose the last day" in words(answer)) == (422, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "eva"},
        {"role": "king"},
        {"role": "staff"},
        {"role": "sponsor"},
        {"until": "2020-01-01"},
        {"until": "9999-12-31"},
        {"since": "2020-01-01"},
        {"since": "9999-12-31"},
        {"since": "2027-01-01"},
        {"since": "soon"},
        {"organisation": "x"},
    ],
)
def test_a_form_that_is_wrong_comes_back(
    world: World, client_for: Client, steward: Person, wrong: dict[str, str]
) -> None:
    answer = asked(client_for(steward), **wrong)
    assert answer.status_code == 422
    assert "There is a problem" in words(answer)
    assert letters(LetterKind.INVITATION) == []


def test_who_is_here_and_who_is_not_look_alike_to_the_appointer(
    world: World, client_for: Client, steward: Person
) -> None:
    client, said = client_for(steward), []
    for email in (EVA, world.bob.email):
        answer = asked(client, email=email)
        with client.session_transaction() as cookie:
            told = [text.replace(email, "ADDRESS") for _, text in cookie.pop("_flashes")]
        said.append((answer.status_code, answer.location, told))
    assert said[0] == said[1]
    assert said[0][2] == ["A letter is on its way to ADDRESS."]


def test_it_is_sent_again_and_withdrawn_from_the_page(
    world: World, app: Flask, client_for: Client, steward: Person
) -> None:
    client = client_for(steward)
    asked(client)
    sent = db.session.query(Invitation).one()
    old = link_in(last_mail(LetterKind.INVITATION))
    for what, status in (("issue", 200), ("revocation", 404)):
        address = f"/invitations/{sent.id}/{what}"
        assert address in words(client.get("/appointments"))
        assert post(client, address).location == "/appointments"
        path = link_in(last_mail(LetterKind.INVITATION)) if status == 200 else old
        assert app.test_client().get(path).status_code == status
    assert EVA not in words(client.get("/appointments")).split("<table")[-1]


def test_a_steward_sees_an_invitation_of_staff_and_can_do_nothing_with_it(
    world: World, client_for: Client, steward: Person
) -> None:
    asked(client_for(world.staff), role="staff", until="")
    page = words(client_for(steward).get("/appointments"))
    assert EVA in page
    assert "Send again" not in page
    assert "Send again" in words(client_for(world.staff).get("/appointments"))


def test_others_find_no_such_page(world: World, client_for: Client, steward: Person) -> None:
    for person in (world.ann, world.bob, world.mallory):
        client = client_for(person)
        assert client.get(PAGE).status_code == 404
        assert asked(client).status_code == 404
    assert letters(LetterKind.INVITATION) == []
