"""What security is about stands in the log: who, what, when and from where, without words or secrets (S40, V16)."""

import json
import logging
import re
from collections.abc import Callable

import pyotp
import pytest
from flask import Flask

from cop import clock, logs
from cop.accounts import commands
from cop.accounts.commands import codes, tokens
from cop.errors import Invalid
from cop.spaces import commands as spaces
from tests.accounts.letterbox import NEW, give_password, send
from tests.people import PASSWORD, World
from tests.security.test_house_rules import ROOT

Lines = Callable[[], list[dict[str, object]]]
PLACE = {"REMOTE_ADDR": "203.0.113.7"}
WRONG = "canarypasswordzz"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Lines:
    """What was noted since, each as it is written."""
    caplog.set_level(logging.INFO)

    def written() -> list[dict[str, object]]:
        every = [json.loads(logs.JsonLine().format(record)) for record in caplog.records]
        return [line for line in every if line["log"] == "cop.security"]

    return written


def told(lines: Lines, *names: str) -> list[tuple[object, ...]]:
    return [tuple(line.get(name) for name in ("what", *names)) for line in lines()]


def test_a_line_says_when_who_what_and_from_where(app: Flask, world: World, lines: Lines):
    give_password(world.bob)
    send(app.test_client(), "/sign-in", {"email": world.bob.email, "password": PASSWORD}, environ_base=PLACE)

    (line,) = lines()
    assert line["what"] == "signed in"
    assert (line["person"], line["way"], line["from"]) == (world.bob.id, "password", "203.0.113.7")
    assert line["at"] == clock.now().isoformat()
    assert str(line["at"]).endswith("+00:00")
    assert len(str(line["request"])) == 16


def test_a_wrong_password_is_noted_without_it_and_without_what_was_typed_as_address(
    app: Flask, world: World, lines: Lines, caplog
):
    give_password(world.bob)
    for email in (world.bob.email, f"{WRONG}@example.org"):
        send(app.test_client(), "/sign-in", {"email": email, "password": WRONG}, environ_base=PLACE)

    assert told(lines, "person", "way", "status", "from")[::2] == [
        ("sign-in refused", world.bob.id, "password", None, "203.0.113.7"),
        ("sign-in refused", None, "password", None, "203.0.113.7"),
    ]
    assert told(lines, "route", "status")[1::2] == [("refused", "/sign-in", 422)] * 2
    assert WRONG not in "".join(logs.JsonLine().format(record) for record in caplog.records)


def test_an_ipv6_network_stands_for_its_hosts(app: Flask, world: World, lines: Lines):
    app.test_client().get("/nothing", environ_base={"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"})
    assert told(lines, "from") == [("refused", "2001:db8:1:2::")]


def test_each_step_of_a_sign_in_and_each_change_of_how_one_signs_in(world: World, lines: Lines):
    give_password(world.ann)
    about = {"actor_id": world.ann.id, "password": PASSWORD}
    salt = codes.fresh_salt()
    code = pyotp.TOTP(codes.secret_of(world.ann.id, salt)).at(clock.now())
    token = tokens.of_authenticator(world.ann.id, salt)
    first, *_ = commands.set_up(**about, token=token, code=code, sign_in_id=0)
    half_way = commands.sign_in(email=world.ann.email, password=PASSWORD, address=None, device="x")
    with pytest.raises(Invalid):
        commands.take_second_step(token=half_way.token, code=WRONG, device="x")
    commands.take_second_step(token=half_way.token, code=first, device="x")
    commands.renew_codes(**about)
    commands.give_up(**about)
    with pytest.raises(Invalid):
        commands.give_up(actor_id=world.ann.id, password=WRONG)
    commands.change_password(actor_id=world.ann.id, current=PASSWORD, password=NEW, device="x")

    assert [each for each in told(lines, "person", "way", "to") if each[0] != "sign in ended"] == [
        ("second step changed", world.ann.id, None, "authenticator"),
        ("half signed in", world.ann.id, "password", None),
        ("sign-in refused", world.ann.id, "code", None),
        ("signed in", world.ann.id, "code", None),
        ("second step changed", world.ann.id, None, "other codes"),
        ("second step changed", world.ann.id, None, "no authenticator"),
        ("password refused", world.ann.id, None, None),
        ("password changed", world.ann.id, "password", None),
    ]


def test_a_refused_request_says_who_asked_for_what(client_for, world: World, lines: Lines):
    mallory = client_for(world.mallory)
    assert mallory.get("/spaces/cohort-1", environ_base=PLACE).status_code == 404
    assert mallory.get("/topics/999999999999", environ_base=PLACE).status_code == 404
    assert mallory.post("/sign-out", environ_base=PLACE).status_code == 400, "a forged form"
    assert mallory.get("/", environ_base=PLACE).status_code == 200, "the control"

    assert told(lines, "person", "route", "status", "things") == [
        ("refused", world.mallory.id, "/spaces/<slug>", 404, {"slug": "cohort-1"}),
        ("refused", world.mallory.id, "/topics/<int:topic_id>", 404, {"topic_id": 999999999999}),
        ("refused", world.mallory.id, "/sign-out", 400, {}),
    ]


def secret_paths(app: Flask) -> set[str]:
    """Where the rest of an address is what opens it."""
    rules = (rule.rule.partition("/<token>") for rule in app.url_map.iter_rules())
    return {path for path, token, _ in rules if token}


def test_no_secret_of_an_address_is_noted(app: Flask, client_for, world: World, lines: Lines, caplog):
    paths = secret_paths(app)
    for path in paths:
        assert client_for(world.bob).get(f"{path}/{WRONG}").status_code == 404
    assert len(lines()) == len(paths) == 6
    assert WRONG not in "".join(logs.JsonLine().format(record) for record in caplog.records)


def test_the_proxy_is_told_to_note_none_either(app: Flask):
    told = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^\| the proxy's access log .*$", told, re.MULTILINE)
    assert {path for path in secret_paths(app) if f"`{path}`" not in line} == set()


def test_a_live_connection_from_elsewhere_is_noted(app: Flask, world: World, lines: Lines):
    headers = {"Origin": "https://evil.example"}
    app.test_client().get("/socket.io/?EIO=4&transport=polling", headers=headers, environ_base=PLACE)
    assert told(lines, "code", "from") == [("refused", "origin", "203.0.113.7")]


def test_what_is_decided_about_people_is_noted_by_its_ids(world: World, lines: Lines):
    spaces.leave(actor_id=world.bob.id, space_id=world.cohort.id)
    assert ("roster changed", world.cohort.id, [world.bob.id]) in told(lines, "space_id", "person_ids")
