"""A browser's cookie counts as long as the row of its sign-in says, whatever the clock that signed it (F21)."""

import time
from datetime import timedelta

import pytest
from flask import Flask

from cop import clock
from cop.web.cookies import Cookies
from tests import people
from tests.conftest import NOON


@pytest.mark.parametrize("skew", [-3600, 3600])
def test_a_cookie_signed_by_another_clock_is_taken(skew: int, app: Flask, world: people.World, monkeypatch):
    bob = people.signed_in(app, world.bob)
    assert bob.get("/me").status_code == 200
    elsewhere = time.time() + skew
    monkeypatch.setattr(time, "time", lambda: elsewhere)

    assert bob.get("/me").status_code == 200


def test_the_row_ends_it(app: Flask, world: people.World):
    bob = people.signed_in(app, world.bob)
    with clock.at(NOON + timedelta(days=400)):
        assert bob.get("/me").status_code == 303


def test_a_forged_one_is_none(app: Flask, world: people.World):
    bob = people.signed_in(app, world.bob)
    assert bob.get("/me").status_code == 200
    bob.set_cookie("cop", bob.get_cookie("cop").value[:-2] + "xx", domain="localhost")
    assert bob.get("/me").status_code == 303


def test_without_a_key_there_is_no_session():
    with Flask("keyless").test_request_context() as context:
        assert Cookies().open_session(context.app, context.request) is None
