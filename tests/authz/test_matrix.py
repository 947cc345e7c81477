"""The matrix: every address and every socket event, asked by everybody. An undeclared one fails (S7, S9).

`policy.yaml` says who may pass; everybody else must be refused: the anonymous by being asked to sign in, others by
404 or 403. To pass means to get beyond permission: a form that lacks something (422), or a conflict, has passed.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml
from flask import Flask
from sqlalchemy.engine import Connection, Engine
from werkzeug.routing import Rule

from cop import db, live
from tests import people
from tests.authz.stage import STANDINGS, Stage, browser, set_stage, undone
from tests.databases import rolled_back

pytestmark = [pytest.mark.walk, pytest.mark.timeout(600)]

DECLARED = yaml.safe_load((Path(__file__).parent / "policy.yaml").read_text(encoding="utf-8"))
GROUPS: dict[str, list[str]] = DECLARED["groups"]
EVERY_FORM = {
    "title": "x",
    "kind": "cohort",
    "category": "other",
    "note": "x",
    "position": "1",
    "upto": "1",
    "stance": "followed",
    "name": "x",
    "into": "1",
}
"""Enough for a form to get as far as permission."""

EVERYBODY = ("anonymous", *STANDINGS)


def who(names: str) -> set[str]:
    return {standing for name in names.split() for standing in GROUPS.get(name, [name])}


def doors(app: Flask) -> set[str]:
    """`GET /topics/<int:topic_id>` and so on, one for each address and method."""
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


@pytest.fixture
def stage(app: Flask, postgresql: Engine) -> Iterator[tuple[Stage, Connection]]:
    with rolled_back(postgresql) as connection:
        app.extensions.pop("is_demonstration", None)
        yield set_stage(), connection
    app.extensions.pop("is_demonstration", None)


def test_every_address_is_declared_and_every_declaration_has_one(app: Flask) -> None:
    assert doors(app) == set(DECLARED["doors"])


def test_every_socket_event_is_declared_and_every_declaration_has_one() -> None:
    assert set(live.HANDLERS) == set(DECLARED["events"])


def test_everybody_at_every_door(app: Flask, stage: tuple[Stage, Connection]) -> None:
    acted, connection = stage
    wrong = []
    for door, names in DECLARED["doors"].items():
        for standing in EVERYBODY:
            with undone(connection):
                passed, status = _knock(app, acted, door, standing)
            if passed != (standing in who(names)) or status >= 500:
                wrong.append(f"{door}: {standing} {'passed' if passed else 'was refused'} ({status})")
    assert not wrong, "\n" + "\n".join(wrong)


def _knock(app: Flask, stage: Stage, door: str, standing: str) -> tuple[bool, int]:
    method, _, address = door.partition(" ")
    client = browser(app, stage, standing)
    path = _path(app, address, stage)
    if method == "GET":
        response = client.get(path, buffered=True)
    else:
        form = {
            "csrf_token": people.csrf_token(client),
            "key": people.key(),
            "reason": "because",
            "text": "x",
        } | EVERY_FORM
        response = client.post(path, data=form, buffered=True)
    asks_to_sign_in = response.status_code == 303 and "/sign-in" in response.headers.get("Location", "")
    asks_to_sign_in = asks_to_sign_in or response.status_code == 401
    refused = response.status_code in {403, 404} or (asks_to_sign_in and address != "/sign-out")
    return not refused, response.status_code


def _path(app: Flask, address: str, stage: Stage) -> str:
    rule: Rule = next(rule for rule in app.url_map.iter_rules() if rule.rule == address)
    values = {name: stage.ids[name] for name in rule.arguments if name not in (rule.defaults or {})}
    with app.test_request_context():
        from flask import url_for

        return url_for(rule.endpoint, **values)


def test_everybody_at_every_socket_event(app: Flask, stage: tuple[Stage, Connection]) -> None:
    acted, connection = stage
    wrong = []
    for event, names in DECLARED["events"].items():
        for standing in STANDINGS:
            with undone(connection):
                code = _ask(app, acted, event, standing)
            passed = code not in {"not_found", "forbidden", "signed_out"}
            if passed != (standing in who(names)):
                wrong.append(f"{event}: {standing} got {code}")
    assert not wrong, "\n" + "\n".join(wrong)


def _ask(app: Flask, stage: Stage, event: str, standing: str) -> str:
    client = browser(app, stage, standing)
    token = people.csrf_token(client)
    socket = live.server().test_client(
        app, flask_test_client=client, auth={"csrf": token}, headers={"Origin": "http://localhost"}
    )
    assert socket.is_connected()
    ack = socket.emit(event, _payload(stage), callback=True)
    assert ack["ok"] or ack["error"]["code"] != "failed", f"{event} by {standing}"
    socket.disconnect()
    return "ok" if ack["ok"] else ack["error"]["code"]


def _payload(stage: Stage) -> dict[str, object]:
    """Fits every event: unknown fields are ignored."""
    changed = db.session.scalar(
        sa.text("SELECT changed FROM message WHERE id = :id").bindparams(id=stage.ids["message_id"])
    )
    return {
        "space": "cohort-1", "message": stage.ids["message_id"], "changed": changed, "text": "x", "key": people.key(),
        "after": 0, "before": 5, "upto": 1, "mark": "agree", "on": True, "reply_to": None, "prefix": "",
    }  # fmt: skip


def test_nobody_connects_without_a_sign_in(app: Flask, stage: tuple[Stage, Connection]) -> None:
    acted, _ = stage
    client = browser(app, acted, "anonymous")
    token = people.csrf_token(client)
    socket = live.server().test_client(app, flask_test_client=client, auth={"csrf": token})
    assert not socket.is_connected()
