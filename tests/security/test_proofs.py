"""What matters asks anew, after half an hour, who it is; what was sent is kept, and done (domain.md C02, ASVS 7.5)."""

import re
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import Connection

from cop import db
from cop.accounts.commands import passwords
from cop.models import Person, Space
from tests import people, waves
from tests.authz.declared import read_rules
from tests.authz.stage import Stage, browser, undone
from tests.conftest import later
from tests.people import PASSWORD
from tests.security import walking

pytestmark = [pytest.mark.walk, pytest.mark.timeout(600)]

PEOPLE = """
    POST /spaces/<slug>/members
    POST /spaces/<slug>/members/<int:person_id>/removal
    POST /spaces/<slug>/members/<int:person_id>/roles
    POST /spaces/<slug>/members/<int:person_id>/measures
    POST /people/<int:person_id>/measures
    POST /measures/<int:measure_id>/ending
    POST /spaces/<slug>/placing
    POST /spaces/<slug>/invitations/new
    POST /invitations/<int:invitation_id>/issue
    POST /invitations/<int:invitation_id>/revocation
    GET /waves
    POST /waves
    POST /waves/<int:wave_id>/sending
    POST /waves/<int:wave_id>/reminders
    POST /waves/<int:wave_id>/removal
    POST /appointments/new
    POST /appointments/invitations/new
    POST /appointments/<int:appointment_id>
    POST /appointments/<int:appointment_id>/ending
    POST /appointments/<int:appointment_id>/successor
    POST /roles/<int:role_id>/term
    POST /roles/<int:role_id>/successor
    POST /successions/<int:succession_id>/acceptance
    POST /successions/<int:succession_id>/refusal
    POST /successions/<int:succession_id>/withdrawal
    POST /handover
    POST /moderation/applications/<int:application_id>/approval
    POST /moderation/applications/<int:application_id>/refusal
    POST /moderation/reviews/<int:review_id>/reversal
    POST /moderation/reviews/<int:review_id>/upholding
    POST /moderation/reviews/<int:review_id>/letting-in
    POST /moderation/reviews/<int:review_id>/turning-away
    POST /inspections/new
    POST /inspections/<int:inspection_id>/approval
    POST /inspections/<int:inspection_id>/refusal
    POST /inspections/<int:inspection_id>/ending
"""
DATA = """
    GET /moderation/decisions.csv
    GET /waves/<int:wave_id>/problems.csv
    POST /spaces/<slug>/feed
    POST /topics/<int:topic_id>/feed
    POST /calendar/feed
    POST /spaces/<slug>/calendar/feed
    POST /me/data
    GET /me/data/copy
"""
SETTINGS = """
    POST /spaces/new
    POST /spaces/<slug>/settings
    POST /spaces/<slug>/policy
    POST /spaces/<slug>/hiding
    POST /spaces/<slug>/joining
    POST /spaces/<slug>/forum
    POST /spaces/<slug>/room
    POST /spaces/<slug>/keeping
    POST /spaces/<slug>/slowness
    POST /spaces/<slug>/stage
    POST /spaces/<slug>/words
    POST /spaces/<slug>/words/<int:word_id>/removal
    POST /organisations/new
    POST /organisations/<int:organisation_id>
    POST /organisations/list/entering
    POST /programmes/new
    POST /programmes/<programme>/recruiting
    POST /programmes/<programme>/edit
    POST /programmes/<programme>/status
    POST /programmes/<programme>/partners
    POST /partners/<int:partner_id>/removal
    POST /programmes/<programme>/grounds
    POST /citations/<int:citation_id>/removal
    POST /me/address
    POST /me/sign-ins/<int:sign_in_id>/removal
    POST /me/sign-ins/others/removal
    POST /holds/new
    POST /holds/<int:hold_id>/lifting
    POST /retention/<kind>
    POST /sets/<set_slug>/closing
    POST /statements/<statement:page>/publishing
"""
DOORS = [door.strip() for door in (PEOPLE + DATA + SETTINGS).splitlines() if door.strip()]

TAKE_THE_PASSWORD = {
    "POST /me/password",
    "POST /me/second-step/new",
    "POST /me/second-step/codes",
    "POST /me/second-step/removal",
    "POST /me/passkeys/new",
    "POST /me/passkeys/<int:passkey_id>/removal",
    "POST /me/identities/new",
    "POST /me/identities/<int:identity_id>/removal",
    "POST /me/leaving/confirmation",
}
"""What matters as much, and asks for the password each time."""

HALF_AN_HOUR = 30 * 60
LONG_AGO = HALF_AN_HOUR + 1
STANDS_LONGER = {"POST /waves"}
"""What takes a file, which can't be given back to be sent again."""

SENT = {"reason": ['Two\nlines of "reason"', "and <another>"], "key": "0" * 32, "title": "A title"}


def test_whatever_matters_is_declared_and_nothing_else_is(app: Flask) -> None:
    found = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if hasattr(app.view_functions[rule.endpoint], "proved_within")
        and not (method == "GET" and "POST" in (rule.methods or ()))
    }
    assert found == set(DOORS)
    assert set(read_rules("doors")) >= TAKE_THE_PASSWORD
    assert not found & TAKE_THE_PASSWORD, "nobody is asked twice"


@pytest.fixture
def furnished(stage: tuple[Stage, Connection]) -> tuple[Stage, Connection]:
    set_up, connection = stage
    _give_passwords(passwords.keep(PASSWORD))
    return set_up, connection


@db.command
def _give_passwords(kept: str) -> None:
    for person in db.session.query(Person):
        person.password_hash = kept


def _who(door: str) -> str:
    """Somebody who passes; where the thing behind it is of another kind, somebody who would."""
    passing = walking.who(door)
    return next(
        (each for each in ("moderator", "staff", "steward", "member") if each in passing), "moderator"
    )


def test_each_runs_when_fresh_and_asks_when_stale(app: Flask, furnished: tuple[Stage, Connection]) -> None:
    stage, connection = furnished
    for door in DOORS:
        path = walking.address(app, door, stage.ids)
        with undone(connection):
            client = browser(app, stage, _who(door))
            fresh = walking.knock(client, door, path)
        with undone(connection):
            client = browser(app, stage, _who(door))
            with later(HALF_AN_HOUR - 1):
                just = walking.knock(client, door, path)
        with undone(connection):
            client = browser(app, stage, _who(door))
            with later(LONG_AGO):
                stale = walking.knock(client, door, path)
        assert (door, _asks(fresh), _asks(just)) == (door, False, False)
        assert (door, _asks(stale)) == (door, door not in STANDS_LONGER)


def _asks(answer) -> bool:
    elsewhere = answer.status_code == 303 and answer.location.startswith("/me/proof?next=")
    return elsewhere or (answer.status_code == 401 and "Is it still you?" in people.words(answer))


def test_what_was_sent_is_done_once_it_is_proved(app: Flask, furnished: tuple[Stage, Connection]) -> None:
    """Of each door: the answer is the one that it would have been."""
    stage, connection = furnished
    for door in set(DOORS) - STANDS_LONGER:
        path = walking.address(app, door, stage.ids)
        with undone(connection):
            plainly = walking.knock(browser(app, stage, _who(door)), door, path)
        with undone(connection), later(0):
            client = browser(app, stage, _who(door))
            with later(LONG_AGO):
                asking = walking.knock(client, door, path)
                done = _prove(client, asking)
        assert (door, done.status_code, done.location) == (door, plainly.status_code, plainly.location)


def _prove(client: FlaskClient, asking, password: str = PASSWORD):
    """Press the button of the page that asks, and follow where it leads on the way to a page."""
    if asking.status_code == 303:
        passed = people.post(client, asking.location, {"proof-password": password})
        return client.get(passed.location, buffered=True)
    page = people.words(asking)
    action = unescape(re.search(r'<main.*?<form method="post" action="([^"]+)"', page, re.DOTALL)[1])
    return people.post(client, action, _kept(page) | {"proof-password": password})


def _kept(page: str) -> dict[str, list[str]]:
    main = page[page.index("<main") :]
    kept: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', main):
        if name != "csrf_token" and not name.startswith("proof-"):
            kept.setdefault(unescape(name), []).append(unescape(value))
    return kept


@pytest.fixture
def ann(world):
    _give_passwords(passwords.keep(PASSWORD))
    return world.ann


SPACE = "/spaces/cohort-1/settings"


def _name_of(space: Space) -> str:
    return db.session.get(Space, space.id, populate_existing=True).name


def test_the_page_keeps_every_value_and_no_secret(client_for, world, ann) -> None:
    client = client_for(ann)
    with later(LONG_AGO):
        secret = {"password": "s3cret", "current": "s3cret", "code": "s3cret", "proof-code": "s3cret"}
        answer = people.post(client, SPACE, SENT | secret)

    assert _kept(people.words(answer)) == {"reason": SENT["reason"], "key": ["0" * 32], "title": ["A title"]}
    assert "s3cret" not in people.words(answer)


def test_nothing_is_done_before_it_is_proved(client_for, world, ann) -> None:
    client, form = client_for(ann), {"name": "Another name", "purpose": "Why"}
    with later(LONG_AGO):
        asking = people.post(client, SPACE, form)
        wrong = _prove(client, asking, "wrong")
        assert wrong.status_code == 422
        assert "This is not your password." in people.words(wrong)
        assert _kept(people.words(wrong)) == _kept(people.words(asking)), "once more"
        assert _name_of(world.cohort) == "Cohort 1"

        assert _prove(client, wrong).status_code == 303
        assert _name_of(world.cohort) == "Another name"
        again = people.post(client, SPACE, form | {"name": "A third"})
        assert again.status_code == 303, "they have just been asked"
    with later(2 * LONG_AGO):
        assert people.post(client, SPACE, form).status_code == 401


def test_the_cookie_of_before_is_worth_nothing_afterwards(app: Flask, client_for, world, ann) -> None:
    client = client_for(ann)
    copy = app.test_client()
    copy.set_cookie("cop", client.get_cookie("cop").value)
    with later(LONG_AGO):
        assert copy.get("/").status_code == 200, "control"
        _prove(client, people.post(client, SPACE, {"name": "Another name"}))
        assert client.get("/").status_code == 200
        assert copy.get("/").location.startswith("/sign-in")


def test_who_may_not_may_not_afterwards_either(client_for, world, ann) -> None:
    client = client_for(world.bob)
    with later(LONG_AGO):
        done = _prove(client, people.post(client, SPACE, {"name": "Bob’s"}))
    assert done.status_code == 403
    assert _name_of(world.cohort) == "Cohort 1"


def test_the_tries_of_one_are_counted_and_go_on_counting(client_for, world, ann) -> None:
    client = client_for(ann)
    with later(LONG_AGO):
        asking = people.post(client, SPACE, {"name": "Another name"})
        statuses = [_prove(client, asking, f"wrong {number}").status_code for number in range(12)]
        assert statuses == [422] * 10 + [429] * 2
        assert _prove(client, asking).status_code == 429
        assert _name_of(world.cohort) == "Cohort 1"


def test_another_site_can_send_no_proof(client_for, world, ann) -> None:
    client = client_for(ann)
    with later(LONG_AGO):
        answer = client.post(SPACE, data={"name": "Forged", "proof-password": PASSWORD})
        assert answer.status_code == 400
        assert client.post("/me/proof", data={"proof-password": PASSWORD}).status_code == 400
    assert _name_of(world.cohort) == "Cohort 1"


def test_an_export_asks_and_goes_on_to_it(client_for, world, ann) -> None:
    client, export = client_for(ann), "/moderation/decisions.csv?space=cohort-1"
    with later(LONG_AGO):
        asking = client.get(export)
        assert asking.location == "/me/proof?next=/moderation/decisions.csv?space%3Dcohort-1"
        assert "Is it still you?" in people.words(client.get(asking.location))
        assert people.post(client, asking.location, {"proof-password": "wrong"}).status_code == 422
        passed = people.post(client, asking.location, {"proof-password": PASSWORD})
        assert (passed.status_code, passed.location) == (303, export)
        assert client.get(export).mimetype == "text/csv"
        assert client.get(asking.location).location == export, "once is enough"


def test_it_leads_nowhere_else(client_for, ann) -> None:
    client = client_for(ann)
    for evil in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        assert client.get(f"/me/proof?next={evil}").location == "/"


def test_a_piece_of_a_page_asks_for_the_whole_one(client_for, ann) -> None:
    client = client_for(ann)
    with later(LONG_AGO):
        answer = people.post(client, SPACE, {"name": "x"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["X-Proof"]) == (401, "wanted")


def test_a_list_may_be_sent_in_for_a_day_and_is_asked_for_anew_after_it(client_for, world, ann) -> None:
    client = client_for(world.staff)
    with later(LONG_AGO):
        assert client.get("/waves").location == "/me/proof?next=/waves"
    for hours, address in ((23, "/waves/"), (25, "/me/proof?next=/waves")):
        with later(hours * 3600):
            answer = people.post(
                client, "/waves", {"file": (BytesIO(waves.table(waves.ROWAN)), "people.csv")}
            )
            assert answer.location.startswith(address)


def test_where_nothing_can_prove_it_the_page_says_what_works(client_for, world) -> None:
    client = client_for(world.ann)
    with later(LONG_AGO):
        assert "sign in again and begin anew" in people.words(people.post(client, SPACE, {"name": "x"}))


def test_what_is_not_asked_about_runs_as_ever(app: Flask, furnished: tuple[Stage, Connection]) -> None:
    """The words of posts are looked after all day: that is what moderators do."""
    stage, _connection = furnished
    for door in ("POST /moderation/reviews/<int:review_id>/release", "GET /spaces/<slug>/settings"):
        client = browser(app, stage, "moderator")
        with later(LONG_AGO):
            assert not _asks(walking.knock(client, door, walking.address(app, door, stage.ids)))
