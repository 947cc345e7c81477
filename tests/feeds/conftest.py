"""Short ways to have a feed and to fetch it, with no sign-in."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cop.allowances import Allowances
from cop.feeds import views
from cop.forum import commands as forum
from cop.models import Person, Post, Space
from tests.accounts.conftest import required
from tests.people import World, key

__all__ = ["required"]


@pytest.fixture(autouse=True)
def _afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was fetched before, and no second passes."""
    monkeypatch.setattr(views, "fetches", Allowances(20, a_second=0))


@pytest.fixture
def fetch(app: Flask) -> Callable[..., TestResponse]:
    """`fetch(token)` as a reader program does: without any cookie."""
    return lambda token, **headers: app.test_client().get(f"/feeds/{token}", headers=headers)


@pytest.fixture
def start(world: World) -> Callable[..., Post]:
    """`start(bob, "Title", "text", space=…)` opens a topic, in cohort one unless a space is named."""

    def started(person: Person, title: str, text: str = "Words", space: Space | None = None) -> Post:
        place = space or world.cohort
        return forum.open_topic(actor_id=person.id, space_id=place.id, title=title, text=text, key=key())

    return started
