"""What a form is answered with tells no more than a page would: every form, about everything there is (S7, S35).

The canaries are walked past by asking for pages. Here everybody sends every form about every thing, as a script does:
it is given a piece of a page back, made for what it has just changed.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.engine import Connection, Engine

from cop import clock, db
from cop.allowances import Allowances
from cop.forum.commands import pace
from cop.forum.views import previews
from tests.authz.canaries import Canaries
from tests.authz.canaries_all import hatch_all
from tests.authz.outlets import words_of
from tests.authz.stage import Stage, browser, undone
from tests.conftest import NOON
from tests.databases import rolled_back
from tests.security import walking

ABOUT = (
    "topic_id",
    "post_id",
    "message_id",
    "poll_id",
    "attachment_id",
    "review_id",
    "decision_id",
    "draft_id",
    "slug",
)
"""What has words of its own."""

pytestmark = [pytest.mark.walk, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def hatched(app: Flask, postgresql: Engine) -> Iterator[tuple[Stage, Canaries, Connection]]:
    """The stage with every canary on it, where nobody is too fast. What is sent to it is taken back each time."""
    app.extensions.pop("is_demonstration", None)
    with rolled_back(postgresql) as connection, pytest.MonkeyPatch.context() as replaced:
        replaced.setattr(pace, "tries", Allowances(10**6, a_second=0))
        replaced.setattr(previews, "previews", Allowances(10**6, a_second=0))
        with clock.at(NOON), pytest.MonkeyPatch.context() as unheard:
            unheard.setattr(db, "_after", {})
            stage = walking.furnished()
            canaries = hatch_all(stage)
        yield stage, canaries, connection
    app.extensions.pop("is_demonstration", None)


@pytest.mark.parametrize("standing", ["outsider", "former", "moderator_of_another", "staff", "newcomer"])
def test_no_answer_says_what_is_not_for_who_sent_the_form(
    app: Flask, hatched: tuple[Stage, Canaries, Connection], standing: str
) -> None:
    stage, canaries, connection = hatched
    secret = {word for word, standings in canaries.allowed.items() if standing not in standings}
    found: set[str] = set()
    client = browser(app, stage, standing)
    for door, path in _forms(app, canaries):
        with undone(connection):
            said = words_of(walking.knock(client, door, path, headers={"HX-Request": "true"}), path)
        assert [word for word in secret if word in said] == [], door
        found |= {word for word in canaries.allowed if word in said}
    assert bool(found) == (standing in {"staff", "newcomer"}), "who may read something is answered with it"


def _forms(app: Flask, canaries: Canaries) -> Iterator[tuple[str, str]]:
    """Each form about one thing, with every such thing; forms about two are for test_same_refusals.py."""
    for door in walking.doors(method="POST"):
        about = set(walking.arguments(door)) - {"word"}
        for name in about & set(ABOUT) if len(about) == 1 else ():
            for each in canaries.ids[name]:
                yield door, walking.address(app, door, {"word": "helped", name: each})
