"""The pages of passkeys: what a browser is asked, and what its answer leads to."""

import re

import pytest

from cop import db
from cop.accounts.commands import tokens
from cop.models import AppointmentRole, Passkey, Person, sign_ins
from cop.policy.second_steps import DEMANDS
from tests import people
from tests.accounts.letterbox import give_password
from tests.accounts.test_command_second_step import code_of, set_up
from tests.conftest import later
from tests.passkeys import Device
from tests.people import PASSWORD


@pytest.fixture
def ann(world):
    give_password(world.ann)
    return world.ann


def asked(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_json()


def made(client, device, address="/me/passkeys/challenge"):
    given = asked(client, address)
    return {"challenge": given["challenge"], "passkey": device.make(given["options"])}


def used(client, device, address):
    given = asked(client, address)
    return {"challenge": given["challenge"], "passkey": device.use(given["options"])}


def add(client, device, name="My laptop"):
    form = made(client, device) | {"name": name, "password": PASSWORD}
    return people.post(client, "/me/passkeys/new", form)


def test_one_is_added_shown_and_removed(client_for, ann):
    client, device = client_for(ann), Device()
    assert "Add a passkey" in people.words(client.get("/me/second-step"))

    shown = people.words(add(client, device))
    assert len(re.findall(r'class="cop-key">([a-z2-9-]{11})<', shown)) == 10
    assert add(client, Device(), "My phone").location == "/me/second-step"
    page = people.words(client.get("/me/second-step"))
    assert "My laptop" in page
    assert "10 codes on paper left" in page

    passkey = Passkey.of(ann.id)[0]
    removal = f"/me/passkeys/{passkey.id}/removal"
    assert "Remove “My laptop”" in people.words(client.get(removal))
    wrong = people.post(client, removal, {"password": "wrong"})
    assert (wrong.status_code, "not your password" in people.words(wrong)) == (422, True)
    assert people.post(client, removal, {"password": PASSWORD}).location == "/me/second-step"
    assert [each.name for each in Passkey.of(ann.id)] == ["My phone"]
    assert client.get(removal).status_code == 404


def test_nobody_removes_that_of_another(client_for, world, ann):
    add(client_for(ann), Device())
    (passkey,) = Passkey.of(ann.id)
    for method in (client_for(world.bob).get, lambda path: people.post(client_for(world.bob), path)):
        assert method(f"/me/passkeys/{passkey.id}/removal").status_code == 404
    assert Passkey.of(ann.id)


def test_what_is_refused_keeps_the_name(client_for, ann):
    client = client_for(ann)
    form = made(client, Device()) | {"name": "My laptop", "password": "wrong"}
    for more, words in (
        ({}, "not your password"),
        ({"password": PASSWORD, "passkey": "{}"}, "No passkey was made"),
        ({"password": PASSWORD, "passkey": ""}, "That passkey could not be used"),
    ):
        answer = people.post(client, "/me/passkeys/new", form | more)
        assert (answer.status_code, words in people.words(answer)) == (422, True)
        assert 'value="My laptop"' in people.words(answer)
    assert Passkey.of(ann.id) == []


def test_what_a_browser_is_asked_says_nothing_of_anybody(app, client_for, ann):
    add(client_for(ann), Device())
    options = asked(app.test_client(), "/sign-in/passkey")["options"]
    assert options["rpId"] == "localhost"
    assert options["userVerification"] == "required"
    assert options["allowCredentials"] == []
    assert len(options["challenge"]) == 43


def test_to_make_one_a_person_is_named_to_their_own_device_alone(client_for, ann):
    client = client_for(ann)
    add(client, Device())
    options = asked(client, "/me/passkeys/challenge")["options"]
    assert options["user"]["name"] == ann.email
    assert len(options["user"]["id"]) == 43
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["attestation"] == "none"
    assert len(options["excludeCredentials"]) == 1


def test_whoever_has_one_signs_in_without_a_password(app, client_for, ann):
    device, browser = Device(), app.test_client()
    add(client_for(ann), device)

    form = used(browser, device, "/sign-in/passkey?next=/spaces")
    answer = people.post(browser, "/sign-in/passkey?next=/spaces", form)
    assert (answer.status_code, answer.location) == (303, "/spaces")
    assert browser.get("/").status_code == 200

    other = app.test_client()
    used(other, device, "/sign-in/passkey")
    stolen = people.post(other, "/sign-in/passkey", form)
    assert stolen.status_code == 422, "an answer is good in one browser, and once"
    assert "That passkey could not be used" in people.words(stolen)
    assert "E-mail address" in people.words(stolen)


def test_planted_sessions_do_not_outlive_it(app, client_for, ann):
    device, browser = Device(), app.test_client()
    add(client_for(ann), device)
    form = used(browser, device, "/sign-in/passkey")
    with browser.session_transaction() as cookie:
        cookie["planted"] = "yes"
    people.post(browser, "/sign-in/passkey", form)
    with browser.session_transaction() as cookie:
        assert "planted" not in cookie


def test_it_is_the_second_step_after_a_password(app, client_for, ann):
    device, browser = Device(), app.test_client()
    add(client_for(ann), device)

    answer = people.post(browser, "/sign-in?next=/spaces", {"email": ann.email, "password": PASSWORD})
    assert answer.location == "/sign-in/code?next=/spaces"
    page = people.words(browser.get(answer.location))
    assert "Use a passkey" in page
    assert "One of your codes on paper." in page
    assert "A passkey needs JavaScript" in page
    wrong = people.post(browser, "/sign-in/code/passkey", {"challenge": "x", "passkey": "x"})
    assert (wrong.status_code, "That passkey could not be used" in people.words(wrong)) == (422, True)
    form = used(browser, device, "/sign-in/code/passkey")
    done = people.post(browser, "/sign-in/code/passkey?next=/spaces", form)
    assert (done.status_code, done.location) == (303, "/spaces")


def test_whoever_has_given_no_password_is_asked_for_it(app, world):
    for path in ("/sign-in/code/passkey", "/sign-in/second-step", "/sign-in/second-step/passkey"):
        assert app.test_client().get(path).location == "/sign-in"
        assert people.post(app.test_client(), path).location == "/sign-in"


def test_a_passkey_proves_anew_who_one_is(client_for, ann):
    client, device = client_for(ann), Device()
    add(client, device)
    with later(3600):
        page = people.words(people.post(client, "/spaces/cohort-1/settings", {"name": "Another name"}))
        assert "Use a passkey" in page
        given = used(client, device, "/me/proof/passkey")
        proof = {f"proof-{name}": word for name, word in given.items()}
        assert (
            people.post(client, "/spaces/cohort-1/settings", proof | {"name": "Another name"}).status_code
            == 303
        )
        again = people.post(client, "/me/proof", proof)
    assert again.status_code == 303


def test_a_code_proves_it_for_who_has_no_password(client_for, ann):
    set_up(ann)
    client = client_for(ann)
    _lose_password(ann)
    with later(3600):
        page = people.words(people.post(client, "/spaces/cohort-1/settings", {"name": "x"}))
        assert "six digits" in page
        assert 'name="proof-password"' not in page
        form = {"name": "Another name", "proof-code": code_of(ann)}
        assert people.post(client, "/spaces/cohort-1/settings", form).status_code == 303


@db.command
def _lose_password(person):
    db.lock(Person, person.id).password_hash = "!"


def test_where_it_is_required_it_is_set_up_on_the_way_in(app, required, ann):
    browser, device = app.test_client(), Device()
    first = people.post(browser, "/sign-in?next=/spaces", {"email": ann.email, "password": PASSWORD})
    second = browser.get(first.location)
    assert second.location == "/sign-in/second-step?next=/spaces"
    page = people.words(browser.get(second.location))
    assert "With a passkey" in page
    assert "data:image/svg" in page
    for path in ("/", "/me/second-step", "/me/passkeys/new"):
        assert browser.get(path).status_code == 303, "half the way opens nothing"

    wrong = people.post(browser, second.location, {"token": "x", "code": "1"})
    assert (wrong.status_code, "open for too long" in people.words(wrong)) == (409, True)
    address = "/sign-in/second-step/passkey"
    unnamed = people.post(browser, address, made(browser, device, address) | {"name": ""})
    assert (unnamed.status_code, "Give it a name" in people.words(unnamed)) == (422, True)
    form = made(browser, device, address) | {"name": "My laptop"}
    done = people.words(people.post(browser, f"{address}?next=/spaces", form))
    assert len(re.findall(r'class="cop-key">([a-z2-9-]{11})<', done)) == 10
    assert 'href="/spaces">I have kept them' in done
    assert browser.get("/").status_code == 200


def test_an_authenticator_is_set_up_on_the_way_in_as_well(app, required, ann):
    browser = app.test_client()
    people.post(browser, "/sign-in", {"email": ann.email, "password": PASSWORD})
    page = people.words(browser.get("/sign-in/second-step"))
    token = re.search(r'name="token"[^>]*value="([^"]+)"', page)[1]
    salt = tokens.read_authenticator(token, ann.id)
    done = people.post(browser, "/sign-in/second-step", {"token": token, "code": code_of(ann, salt)})
    assert "Your codes on paper" in people.words(done)
    assert browser.get("/").status_code == 200


def test_whoever_comes_to_look_after_others_is_told_why_they_are_out(app, client_for, required, world):
    client, other = client_for(world.bob), client_for(world.mallory)
    assert client.get("/").status_code == 200
    people.appoint(world.bob, AppointmentRole.STEWARD)

    assert client.get("/").location.startswith("/sign-in")
    assert "You look after others here now" in people.words(client.get("/sign-in"))
    assert "You look after others here now" not in people.words(client.get("/sign-in"))
    assert other.get("/").status_code == 200
    assert "You look after others" not in people.words(app.test_client().get("/sign-in"))


def test_what_is_offered_asks_the_database_no_more_often(client_for, count_queries, ann):
    client = client_for(ann)
    client.get("/")
    with count_queries() as queries:
        client.get("/me/roles")
    assert not any("passkey" in statement for statement in queries)


@pytest.mark.usefixtures("required")
def test_where_it_is_required_a_page_is_no_more_queries(client_for, count_queries, world):
    counted = []
    for demands in DEMANDS.values():
        sign_ins.demand(*demands)
        client = client_for(world.bob)
        client.get("/spaces")
        with count_queries() as queries:
            assert client.get("/spaces").status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_on_a_site_without_a_name_the_page_says_so(served_with, ann):
    another = served_with(public_url="http://127.0.0.1:5000")
    client, said = people.signed_in(another, ann), "the address of this one is a number"
    for path in ("/me/passkeys/new", "/me/second-step"):
        assert said in people.words(client.get(path))
    assert said in people.words(another.test_client().get("/sign-in"))
    assert another.test_client().get("/sign-in/passkey").status_code == 404
    assert people.post(another.test_client(), "/sign-in/passkey", {"passkey": "x"}).status_code == 422


def test_the_setting_is_what_requires_it(served_with, world):
    give_password(world.staff)
    form = {"email": world.staff.email, "password": PASSWORD}
    for setting, address in (("offered", "/"), ("required", "/sign-in/code")):
        browser = served_with(second_step=setting).test_client()
        assert people.post(browser, "/sign-in", form).location == address
