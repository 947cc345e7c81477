"""Knocking at every door that the matrix declares, with a form that would do if its sender were allowed to send it."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cop import db
from cop.models import Person, RoleName, Space, SpaceKind
from tests import people
from tests.authz.declared import NORMAL, read_rules
from tests.authz.knocks import EVERY_FORM
from tests.authz.stage import Stage, set_stage
from tests.authz.things import put_things

Ids = Mapping[str, int | str]

ABSENT: Ids = {
    "slug": "no-such-space",
    "key": "f" * 16,
    "token": "none",
    "filename": "none",
    "word": "none",
    "page": "privacy",
}
"""What is not there. Of what is counted, no number is as large as this; which statements there are is no secret."""
NO_SUCH_NUMBER = 987_654_321

_ONCE = re.compile(
    r'(name="csrf-token" content=|name="csrf_token" value=|nonce=|(?:href|src)=(?="/static/))"[^"]+"'
)
_OF_ITSELF = ("X-Request-Id", "Set-Cookie", "Content-Security-Policy")


def doors(*standings: str, method: str = "") -> Iterator[str]:
    """Each declared door that one of `standings` at least passes, or every one if none is named."""
    for door in read_rules("doors"):
        if door.startswith(method) and (not standings or who(door) & set(standings)):
            yield door


def shut_to(standing: str) -> Iterator[str]:
    """Each door that leads to something by its number or name, and that `standing` does not pass."""
    for door in read_rules("doors"):
        if "<" in door and "static" not in door and standing not in who(door):
            yield door


@cache
def who(door: str) -> frozenset[str]:
    """Who passes a door to what everybody there may read."""
    return read_rules("doors")[door].who[NORMAL]


def furnished() -> Stage:
    """The stage with one of everything on it."""
    stage = set_stage()
    put_things(stage)
    return stage


def address(app: Flask, door: str, ids: Ids) -> str:
    method, _, spelt = door.partition(" ")
    rule = next(
        each for each in app.url_map.iter_rules() if each.rule == spelt and method in (each.methods or ())
    )
    with app.test_request_context() as context:
        assert context.url_adapter is not None
        return context.url_adapter.build(rule.endpoint, {name: ids[name] for name in rule.arguments})


def arguments(door: str) -> list[str]:
    return re.findall(r"<(?:\w+:)?(\w+)>", door)


def without(ids: Ids, *names: str) -> dict[str, int | str]:
    """`ids`, those of `names` of what is not there."""
    return dict(ids) | {name: ABSENT.get(name, NO_SUCH_NUMBER) for name in names}


def knock(client: FlaskClient, door: str, path: str, **options: Any) -> TestResponse:
    """Ask as a page would; a form has all that any form of ours has."""
    if door.startswith("GET"):
        return client.get(path, buffered=True, **options)
    return people.post(client, path, filled(), **options)


def filled() -> dict[str, object]:
    """What any of the forms takes."""
    return {"key": "0" * 32, "reason": "because", "text": "x", "sure": "yes"} | EVERY_FORM


def settled(response: TestResponse) -> tuple[int, str, list[tuple[str, str]]]:
    """An answer without what differs from one to the next by itself."""
    said = _ONCE.sub(r'\1""', response.get_data().decode(errors="replace"))
    return response.status_code, said, [each for each in response.headers if each[0] not in _OF_ITSELF]


def furnish_set(stage: Stage) -> Stage:
    """The same rooms and things once more in a set of the stage's cohort, for those who belong to it. Beside them stand
    who moderates the cohort around it and who moderates the network, and neither is in it.
    """
    inside = _people_of_set(stage)
    put_things(inside)
    return inside


@db.command
def _people_of_set(stage: Stage) -> Stage:
    inside = Stage(stage.network, db.get(Space, stage.set_a.id), stage.another, stage.set_a)
    assert inside.cohort.kind is SpaceKind.SET
    for standing in ("member", "newcomer", "moderator"):
        inside.people[standing] = _enter(inside, f"set {standing}", RoleName.MEMBER)
    inside.people["facilitator"] = _enter(inside, "leader", RoleName.FACILITATOR)
    network = db.get(Space, stage.network.id)
    inside.people["moderator_around"] = db.session.merge(stage.people["moderator"])
    inside.people["moderator_of_network"] = _enter_into(network, "warden", RoleName.MODERATOR)
    for elsewhere in ("staff", "outsider"):
        inside.people[elsewhere] = db.session.merge(stage.people[elsewhere])
    return inside


def _enter(stage: Stage, name: str, *roles: RoleName) -> Person:
    return _enter_into(stage.cohort, name.replace(" ", "-"), *roles)


def _enter_into(space: Space, name: str, *roles: RoleName) -> Person:
    person = people.add_person(name)
    people.join(person, space, *roles)
    return person
