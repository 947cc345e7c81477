"""The pages of roles for a time, of appointments, and of who takes over."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.accounts.tasks.wording import word
from cop.models import (
    Appointment,
    Letter,
    LetterKind,
    Membership,
    RoleName,
    Succession,
)
from cop.spaces import commands, tasks
from tests import people
from tests.conftest import NOON
from tests.people import post, words


@pytest.fixture
def steward(world):
    return people.a_steward()


def role_of(person, space):
    return next(each for each in Membership.of(person.id, space.id).terms if each.name == "moderator")


def mail(kind: LetterKind) -> str:
    letter = db.session.query(Letter).filter_by(kind=kind).order_by(Letter.id.desc()).first()
    return word(letter).get_content()


def test_from_a_name_to_a_handover(world, client_for):
    ann, bob = client_for(world.ann), client_for(world.bob)
    role = role_of(world.ann, world.cohort)
    page = words(ann.get("/me/roles"))
    assert "Moderator of Cohort 1" in page
    address = f"/roles/{role.id}/successor"
    assert address in page

    assert "Bob" in words(ann.get(f"{address}?name=bo"))
    assert "Nobody found" in words(ann.get(f"{address}?name=mallory"))
    sent = {"person": world.bob.id, "until": "2026-05-31"}
    assert post(ann, f"{address}?name=bo", sent).status_code == 303
    assert "Not answered yet" in words(ann.get("/me/roles"))
    assert "asks you to take over from Ann: moderator of Cohort 1" in mail(LetterKind.SUCCESSION)

    page = words(bob.get("/me/roles"))
    assert "Ann asks you to take over: Moderator of Cohort 1" in page
    assert "31 May 2026" in page
    succession = db.session.query(Succession).one()
    assert post(bob, f"/successions/{succession.id}/acceptance", {}).status_code == 303
    assert "Moderator of Cohort 1" in words(bob.get("/me/roles"))
    assert "Bob takes over from you: moderator of Cohort 1" in mail(LetterKind.SUCCESSION)


def test_saying_no_is_told(world, client_for):
    made = commands.nominate(
        actor_id=world.ann.id,
        nominee_id=world.bob.id,
        until=NOON + timedelta(days=60),
        role_id=role_of(world.ann, world.cohort).id,
    )
    assert post(client_for(world.bob), f"/successions/{made.id}/refusal", {}).status_code == 303
    assert "Bob can’t take over from you" in mail(LetterKind.SUCCESSION)


def test_what_is_asked_can_be_withdrawn(world, client_for):
    made = commands.nominate(
        actor_id=world.ann.id,
        nominee_id=world.bob.id,
        until=NOON + timedelta(days=60),
        role_id=role_of(world.ann, world.cohort).id,
    )
    ann = client_for(world.ann)
    assert post(ann, f"/successions/{made.id}/withdrawal", {}).status_code == 303
    assert "Not answered yet" not in words(ann.get("/me/roles"))
    letter = db.session.query(Letter).filter_by(kind=LetterKind.SUCCESSION).one()
    assert word(letter) is None, "nobody is asked what is no longer asked"


@pytest.mark.parametrize("sent", [{}, {"person": "x", "until": "2026-05-31"}, {"until": "2026-05-31"}])
def test_a_form_that_lacks_something_comes_back(world, client_for, sent):
    address = f"/roles/{role_of(world.ann, world.cohort).id}/successor?name=bo"
    answer = post(client_for(world.ann), address, sent)
    assert answer.status_code == 422
    assert "There is a problem" in words(answer)


def test_a_day_in_the_past_is_explained(world, client_for):
    address = f"/roles/{role_of(world.ann, world.cohort).id}/successor?name=bo"
    answer = post(client_for(world.ann), address, {"person": world.bob.id, "until": "2026-02-01"})
    assert answer.status_code == 422
    assert "Choose a day after today" in words(answer)


def test_the_term_of_a_role_is_set_on_the_page_of_its_holder(world, client_for):
    dan = people.newcomer_as(RoleName.MODERATOR, "dan", world.cohort)
    ann, role = client_for(world.ann), role_of(dan, world.cohort)
    address = f"/roles/{role.id}/term"
    assert address in words(ann.get(f"/spaces/cohort-1/members/{dan.id}"))

    assert post(ann, address, {"until": "2026-05-31"}).status_code == 303
    assert 'value="2026-05-31"' in words(ann.get(address))
    assert "31 May 2026" in words(ann.get(f"/spaces/cohort-1/members/{dan.id}"))
    assert post(ann, address, {"until": "2026-01-01"}).status_code == 422
    assert post(ann, address, {"until": "x"}).status_code == 422
    assert client_for(world.bob).get(address).status_code == 404
    assert client_for(dan).get(address).status_code == 404

    with clock.at(NOON + timedelta(days=62)):
        tasks.announce_terms.run()
        assert "You are moderator of Cohort 1 until 31 May 2026" in mail(LetterKind.TERM)
    with clock.at(NOON + timedelta(days=100)):
        tasks.announce_terms.run()
        assert "You are not moderator of Cohort 1 any more" in mail(LetterKind.TERM)


def test_appointing_and_ending(world, client_for, steward):
    client = client_for(steward)
    assert "Bob" in words(client.get("/appointments/new?name=bo"))
    assert "Programme staff" not in words(client.get("/appointments/new?name=bo")).split("<main")[1]
    sent = {"person": world.bob.id, "role": "evaluator", "organisation": "", "until": "2026-12-31"}
    assert post(client, "/appointments/new?name=bo", sent).status_code == 303
    page = words(client.get("/appointments"))
    assert "Evaluator" in page
    assert "31 Dec 2026" in page

    held = db.session.query(Appointment).filter_by(person_id=world.bob.id).one()
    assert post(client, f"/appointments/{held.id}", {"until": "2026-11-30"}).status_code == 303
    assert "30 Nov 2026" in words(client.get("/appointments"))
    assert post(client, f"/appointments/{held.id}", {"until": "2020-11-30"}).status_code == 422
    assert "Step back" in words(client_for(world.bob).get(f"/appointments/{held.id}"))
    answer = post(client_for(world.bob), f"/appointments/{held.id}/ending", {})
    assert (answer.status_code, answer.location) == (303, "/me/roles")


def test_a_sponsor_needs_an_organisation(world, client_for, steward):
    sent = {"person": world.bob.id, "role": "sponsor", "organisation": "", "until": ""}
    answer = post(client_for(steward), "/appointments/new?name=bo", sent)
    assert answer.status_code == 422
    assert "Choose an organisation for a sponsor" in words(answer)


def test_a_role_that_is_not_theirs_to_give_is_refused(world, client_for, steward):
    sent = {"person": world.bob.id, "role": "staff", "organisation": "", "until": ""}
    assert post(client_for(steward), "/appointments/new?name=bo", sent).status_code == 422


def test_others_find_no_appointments(world, client_for, steward):
    held = db.session.query(Appointment).filter_by(person_id=steward.id).one()
    for person in (world.ann, world.bob, world.mallory):
        client = client_for(person)
        for address in ("/appointments", "/appointments/new", f"/appointments/{held.id}"):
            assert client.get(address).status_code == 404, address
