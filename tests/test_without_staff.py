"""With every account of the staff closed, participants go on: each routine task of a moderator and of a steward."""

import csv
import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from cop import clock, db
from cop.accounts.commands import tokens
from cop.models import (
    Application,
    Appointment,
    AppointmentRole,
    Decision,
    Fate,
    Invitation,
    Membership,
    Person,
    Policy,
    Programme,
    Review,
    RoleName,
    Space,
    Succession,
    Verdict,
)
from cop.moderation import commands as moderation
from tests import applying, people, waves
from tests.conftest import NOON
from tests.moderation import things
from tests.people import World, post, words

NEW = {
    "name": "Rowan Ashdown",
    "organisation": "",
    "professional_role": "rd_manager",
    "password": "seven purple otters",
}


@db.command
def close_staff() -> None:
    """Every account of the staff, for good."""
    staff = sa.select(Appointment.person_id).where(Appointment.role == AppointmentRole.STAFF)
    for person in db.session.scalars(sa.select(Person).where(Person.id.in_(staff))):
        person.deactivated_at = clock.now()


@pytest.fixture
def steward(world: World) -> Person:
    person = people.newcomer("steward")
    people.appoint(person, AppointmentRole.STEWARD)
    close_staff()
    return person


def latest(model):
    return db.session.query(model).order_by(model.id.desc()).first()


def join(app: Flask) -> FlaskClient:
    """Whoever was invited last comes, as somebody new."""
    browser = app.test_client()
    address = f"/invitations/{tokens.of_invitation(latest(Invitation))}"
    form = NEW | {"csrf_token": people.csrf_token(browser)}
    assert browser.post(address, data=form).status_code == 303
    return browser


def roles(person: Person, space: Space) -> set[RoleName]:
    db.session.expire_all()
    membership = Membership.of(person.id, space.id)
    return membership.current_roles if membership else set()


def test_a_steward_invites_makes_places_and_appoints(world: World, app: Flask, client_for, steward) -> None:
    client = client_for(steward)
    assert post(
        client, "/spaces/cohort-2/invitations/new", {"email": "new@trust.example", "role": "moderator"}
    ).location
    join(app)
    newcomer = db.session.query(Person).filter_by(email="new@trust.example").one()
    assert roles(newcomer, world.other) == {RoleName.MODERATOR}

    form = {
        "name": "Autumn round",
        "purpose": "",
        "about": "",
        "policy": "first_held",
        "programme": "",
        "leader": "",
    }
    made = post(client, "/spaces/new?kind=cohort", form | {"key": people.key()})
    assert made.status_code == 303, words(made)
    sent = {"person": newcomer.id, "role": "steward", "organisation": "", "until": "2026-12-31"}
    assert post(client, "/appointments/new?name=rowan", sent).status_code == 303
    assert (
        db.session.query(Appointment).filter_by(person_id=newcomer.id).one().role is AppointmentRole.STEWARD
    )

    wave = waves.send(
        steward.id, "Bo,bo@trust.example,T01,,Autumn round,,,", "Cy,cy@trust.example,T01,,,,,yes"
    )
    assert waves.fates(wave) == [Fate.SENT, Fate.SENT]


def test_a_programme_recruits_and_whoever_applies_is_placed(
    world: World, app: Flask, client_for, steward
) -> None:
    programme, client = put_programme(world.other), client_for(steward)
    open_it = {"is_open": "y", "criteria": "Anybody", "least_band": "", "regions": ""}
    assert post(client, f"/programmes/{programme.slug}/recruiting", open_it).status_code == 303
    review = applying.applied(programme)
    application = latest(Application)
    assert "Application to" in words(client.get("/moderation"))

    places = {"places": [world.other.id, world.set_a.id], "reason": "", "seen": review.version}
    answer = post(client, f"/moderation/applications/{application.id}/approval", places)
    assert answer.status_code == 303, words(answer)
    join(app)
    newcomer = db.session.query(Person).filter_by(email=applying.ADDRESS).one()
    assert roles(newcomer, world.other) == roles(newcomer, world.set_a) == {RoleName.MEMBER}


@db.command
def put_programme(cohort: Space) -> Programme:
    programme = Programme(slug="leading", name="Leading research")
    db.session.add(programme)
    db.session.flush()
    db.lock(Space, cohort.id).programme_id = programme.id
    return programme


def test_moderators_decide_and_what_they_must_not_falls_to_a_steward(
    world: World, client_for, steward
) -> None:
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    held = things.held_topic(world.bob, world.cohort)
    ann, client = client_for(world.ann), client_for(steward)
    waiting = things.review_of(held)
    assert (
        post(ann, f"/moderation/reviews/{waiting.id}/release", {"version": held.version}).status_code == 303
    )

    anns = things.open_topic(world.ann, world.cohort, text="A sharp word", title="Sharp")
    review_id = things.reported(world.bob, anns)
    assert "Sharp" in words(client.get("/moderation"))
    reason = {"ground": "unkind", "reason": "Please say it otherwise."}
    assert post(client, f"/moderation/reviews/{review_id}/hiding", reason).status_code == 303

    decision = db.session.query(Decision).filter_by(review_id=review_id, verdict=Verdict.HIDE).one()
    moderation.appeal(actor_id=world.ann.id, decision_id=decision.id, plea="It was a quotation.")
    another = people.newcomer("another")
    people.appoint(another, AppointmentRole.STEWARD)
    appeal = db.session.query(Review).filter_by(appealed_id=decision.id).one()
    answer = post(client_for(another), f"/moderation/reviews/{appeal.id}/reversal", {"reason": "So it was."})
    assert answer.status_code == 303
    db.session.expire_all()
    assert db.session.get(type(anns), anns.id).is_readable()


def test_measures_are_taken_and_ended_everywhere(world: World, client_for, steward) -> None:
    client, address = client_for(steward), f"/people/{world.bob.id}/measures"
    form = {"kind": "suspended", "until": "2026-03-20", "ground": "unkind", "reason": ""}
    assert post(client, address, form).status_code == 303
    assert client_for(world.bob).get("/spaces/cohort-1").status_code == 404
    moderators = {"kind": "read_only", "until": "2026-03-20", "ground": "unkind", "reason": ""}
    address = f"/spaces/cohort-1/members/{world.bob.id}/measures"
    assert post(client_for(world.ann), address, moderators).status_code == 303


def test_roles_are_handed_on_and_somebody_is_always_left(world: World, client_for, steward) -> None:
    mine = db.session.query(Appointment).filter_by(person_id=steward.id).one()
    client = client_for(steward)
    assert post(client, f"/appointments/{mine.id}/ending", {}).status_code == 409
    sent = {"person": world.bob.id, "until": "2026-06-30"}
    assert post(client, f"/appointments/{mine.id}/successor?name=bob", sent).status_code == 303
    assert "asks you to take over" in words(client_for(world.bob).get("/me/roles"))
    asked = latest(Succession)
    assert post(client_for(world.bob), f"/successions/{asked.id}/acceptance", {}).status_code == 303
    with clock.at(NOON + timedelta(days=200)):
        assert client_for(world.bob).get("/appointments").status_code == 200


def test_what_was_decided_is_exported(world: World, client_for, steward) -> None:
    things.reported(world.bob, things.open_topic(world.ann, world.cohort))
    review = latest(Review)
    moderation.dismiss(actor_id=steward.id, review_id=review.id)
    for person in (steward, world.ann):
        answer = client_for(person).get("/moderation/decisions.csv")
        assert answer.status_code == 200
    lines = list(csv.reader(io.StringIO(words(client_for(steward).get("/moderation/decisions.csv")))))
    assert any("Steward" in line for line in lines)
