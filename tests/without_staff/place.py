"""A place whose staff have gone, and a walk through it that notes which doors have let somebody do something."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cop import db
from cop.models import Membership, Person, Review, Role, RoleName, Space
from tests import people
from tests.people import World, post, words
from tests.test_without_staff import close_staff

ELSEWHERE = ("/sign-in", "/me/proof")
"""Where somebody is sent who has done nothing: they are to say first who they are."""


@dataclass
class Walk:
    """Whoever does something here is a participant. `done` are the doors behind which it was done, by their routes."""

    world: World
    app: Flask
    steward: Person
    second_steward: Person
    carol: Person
    """She moderates the cohort beside Ann."""
    done: set[str] = field(default_factory=set)

    @property
    def ann(self) -> Person:
        return self.world.ann

    @property
    def bob(self) -> Person:
        return self.world.bob

    def client(self, person: Person) -> FlaskClient:
        return people.signed_in(self.app, person)

    def does(
        self, person: Person, path: str, form: dict[str, Any] | None = None, *, answered: int = 303
    ) -> TestResponse:
        """Send a form as the page does; that it was taken is asserted here, what came of it by whoever calls."""
        answer = post(self.client(person), path, form)
        assert answer.status_code == answered, (path, answer.status_code, _said(answer))
        assert not str(answer.location).startswith(ELSEWHERE), path
        self.done.add(self._door(path))
        people.rest()
        return answer

    def reads(self, person: Person, path: str) -> str:
        answer = self.client(person).get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return words(answer)

    def _door(self, path: str) -> str:
        adapter = self.app.url_map.bind("localhost")
        rule, _ = adapter.match(path.partition("?")[0], method="POST", return_rule=True)
        return f"POST {rule.rule}"


def _said(answer: TestResponse) -> str:
    """The beginning of the page, where it says what is wrong."""
    page = words(answer).partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub("<[^>]*>", " ", page).split())[:300]


@pytest.fixture
def walk(world: World, app: Flask) -> Walk:
    walk = before(world, app)
    close_staff()
    assert people.signed_in(app, world.staff).get("/appointments").status_code == 303
    return walk


def before(world: World, app: Flask) -> Walk:
    """While there are staff: two stewards, and a second moderator."""
    stewards = [people.a_steward(name) for name in ("stella", "stephen")]
    carol = people.newcomer_as(RoleName.MODERATOR, "carol", world.cohort)
    assert people.signed_in(app, world.staff).get("/appointments").status_code == 200, "control"
    return Walk(world, app, *stewards, carol)


def now(row: Any) -> Any:
    """The row as it is at this moment."""
    db.session.remove()
    return db.session.get_one(type(row), row.id)


def latest(model: type[Any], **which: Any) -> Any:
    db.session.remove()
    return db.session.query(model).filter_by(**which).order_by(model.id.desc()).first()


def review_at(review: Review) -> str:
    return f"/moderation/reviews/{review.id}"


def role_of(person: Person, space: Space, name: RoleName) -> Role:
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    return next(role for role in membership.terms if role.name is name)
