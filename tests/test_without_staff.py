"""With every account of the staff closed, participants go on, in one story from the first invitation to the last copy.
Each task of a moderator and of a steward by itself stands in tests/without_staff.
"""

import csv
import io
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from cop import clock, db, jobs
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
from tests import applying, people, waves
from tests.conftest import NOON
from tests.exports.copies import opened
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


@dataclass
class Place:
    """Where it happens, and who looks after it: a steward, and Ann who moderates a cohort."""

    world: World
    app: Flask
    steward: Person

    def as_(self, person: Person) -> FlaskClient:
        return people.signed_in(self.app, person)


@pytest.fixture
def place(world: World, app: Flask) -> Place:
    steward = people.a_steward()
    assert people.signed_in(app, world.staff).get("/appointments").status_code == 200, "control"
    close_staff()
    assert people.signed_in(app, world.staff).get("/appointments").status_code == 303
    return Place(world, app, steward)


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


def test_b20_participants_do_it_all(place: Place) -> None:
    _invite_and_appoint(place)
    _bring_in_a_wave(place)
    _recruit_and_take_on(place)
    _place_in_sets(place)
    _decide_about_posts(place)
    _decide_about_people(place)
    _hand_on(place)
    _export(place)


def _invite_and_appoint(place: Place) -> None:
    client = place.as_(place.steward)
    invited = {"email": "new@trust.example", "role": "moderator"}
    assert post(client, "/spaces/cohort-2/invitations/new", invited).location
    join(place.app)
    newcomer = db.session.query(Person).filter_by(email="new@trust.example").one()
    assert roles(newcomer, place.world.other) == {RoleName.MODERATOR}

    sent = {"person": newcomer.id, "role": "steward", "organisation": "", "until": "2026-12-31"}
    assert post(client, "/appointments/new?name=rowan", sent).status_code == 303
    appointed = db.session.query(Appointment).filter_by(person_id=newcomer.id).one()
    assert appointed.role is AppointmentRole.STEWARD

    outside = {"email": "outside@institute.example", "role": "evaluator", "until": "2026-12-31"}
    assert post(client, "/appointments/invitations/new", outside).status_code == 303
    join(place.app)
    evaluator = db.session.query(Appointment).filter_by(role=AppointmentRole.EVALUATOR).one()
    assert evaluator.last_day is not None
    assert evaluator.last_day.date().isoformat() == "2026-12-31"


def _bring_in_a_wave(place: Place) -> None:
    """Into a cohort that is made for them."""
    form = {"name": "Autumn round", "purpose": "", "about": "", "policy": "first_held", "programme": ""}
    made = post(
        place.as_(place.steward), "/spaces/new?kind=cohort", form | {"leader": "", "key": people.key()}
    )
    assert made.status_code == 303, words(made)
    wave = waves.send(
        place.steward.id, "Bo,bo@trust.example,T01,,Autumn round,,,", "Cy,cy@trust.example,T01,,,,,yes"
    )
    assert waves.fates(wave) == [Fate.SENT, Fate.SENT]


def _recruit_and_take_on(place: Place) -> None:
    world, client = place.world, place.as_(place.steward)
    programme = _found_programme(client)
    cohort = latest(Space)
    assert post(client, f"/programmes/{programme.slug}/recruiting", applying.TO_ANYBODY).status_code == 303
    review = applying.applied(programme)
    application = latest(Application)
    assert "Application to" in words(client.get("/moderation"))

    places = {"places": [cohort.id, world.set_a.id], "reason": "", "seen": review.version}
    answer = post(client, f"/moderation/applications/{application.id}/approval", places)
    assert answer.status_code == 303, words(answer)
    join(place.app)
    newcomer = db.session.query(Person).filter_by(email=applying.ADDRESS).one()
    assert roles(newcomer, cohort) == roles(newcomer, world.set_a) == {RoleName.MEMBER}


def _found_programme(client: FlaskClient) -> Programme:
    """A programme, and a cohort of it."""
    form = {"name": "Leading research", "parent": "", "summary": "", "status": "running", "ended_on": ""}
    entered = post(client, "/programmes/new", form)
    assert entered.location == "/programmes/leading-research/recruiting", words(entered)
    programme = latest(Programme)
    form = {"name": "Research round", "purpose": "", "about": "", "policy": "first_held", "leader": ""}
    made = post(client, "/spaces/new?kind=cohort", form | {"programme": programme.id, "key": people.key()})
    assert made.status_code == 303, words(made)
    assert latest(Space).programme_id == programme.id
    return programme


def _place_in_sets(place: Place) -> None:
    dan, set_a = people.newcomer("dan", place.world.cohort), place.world.set_a
    plan = {f"set-{dan.id}": set_a.id, "do": "place"}
    assert post(place.as_(place.steward), "/spaces/cohort-1/placing", plan).status_code == 303
    assert roles(dan, set_a) == {RoleName.MEMBER}


def _decide_about_posts(place: Place) -> None:
    """A moderator releases; what she must not decide falls to a steward, and her appeal to another."""
    world, ann, steward = place.world, place.as_(place.world.ann), place.as_(place.steward)
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    held = things.held_topic(world.bob, world.cohort)
    release = f"/moderation/reviews/{things.review_of(held).id}/release"
    assert post(ann, release, {"version": held.version}).status_code == 303

    anns = things.open_topic(world.ann, world.cohort, text="A sharp word", title="Sharp")
    review_id = things.reported(world.bob, anns)
    assert "Sharp" in words(steward.get("/moderation"))
    reason = {"ground": "unkind", "reason": "Please say it otherwise."}
    assert post(steward, f"/moderation/reviews/{review_id}/hiding", reason).status_code == 303

    decision = db.session.query(Decision).filter_by(review_id=review_id, verdict=Verdict.HIDE).one()
    appealed = {"plea": "It was a quotation."}
    assert post(ann, f"/me/decisions/{decision.id}/appeal", appealed).status_code == 303
    another = people.a_steward("another")
    appeal = db.session.query(Review).filter_by(appealed_id=decision.id).one()
    reversed_ = post(
        place.as_(another), f"/moderation/reviews/{appeal.id}/reversal", {"reason": "So it was."}
    )
    assert reversed_.status_code == 303
    db.session.expire_all()
    assert db.session.get(type(anns), anns.id).is_readable()


def _decide_about_people(place: Place) -> None:
    mallory = place.world.mallory
    suspended = {"kind": "suspended", "until": "2026-03-20", "ground": "unkind", "reason": ""}
    address = f"/people/{mallory.id}/measures"
    assert post(place.as_(place.steward), address, suspended).status_code == 303
    assert place.as_(mallory).get("/spaces/cohort-2").status_code == 404

    reads = {"kind": "read_only", "until": "2026-03-20", "ground": "unkind", "reason": ""}
    address = f"/spaces/cohort-1/members/{place.world.bob.id}/measures"
    assert post(place.as_(place.world.ann), address, reads).status_code == 303


def _hand_on(place: Place) -> None:
    """To somebody who is asked; whoever is the last of all does not go."""
    mine = db.session.query(Appointment).filter_by(person_id=place.steward.id).one()
    steward, bob = place.as_(place.steward), place.as_(place.world.bob)
    sent = {"person": place.world.bob.id, "until": "2026-06-30"}
    assert post(steward, f"/appointments/{mine.id}/successor?name=bob", sent).status_code == 303
    assert "asks you to take over" in words(bob.get("/me/roles"))
    asked = latest(Succession)
    assert post(bob, f"/successions/{asked.id}/acceptance", {}).status_code == 303
    with clock.at(NOON + timedelta(days=200)):
        assert place.as_(place.world.bob).get("/appointments").status_code == 200
        assert place.as_(place.steward).get("/appointments").status_code == 404


def _export(place: Place) -> None:
    """What was decided, by whoever looks after something; and each of them all that is kept of themselves."""
    for person in (place.steward, place.world.ann):
        client = place.as_(person)
        answer = client.get("/moderation/decisions.csv")
        assert answer.status_code == 200
        lines = list(csv.reader(io.StringIO(words(answer))))
        assert any("Steward" in line for line in lines)

        assert post(client, "/me/data", {}).status_code == 303
        jobs.run_waiting()
        saved = client.get("/me/data/copy", buffered=True)
        assert saved.status_code == 200
        assert [row["id"] for row in opened(saved.data).rows("person")] == [person.id]


def test_the_last_who_runs_the_network_stays(place: Place) -> None:
    mine = db.session.query(Appointment).filter_by(person_id=place.steward.id).one()
    assert post(place.as_(place.steward), f"/appointments/{mine.id}/ending", {}).status_code == 409
