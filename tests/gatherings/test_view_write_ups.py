"""The thread of a visit, and what those who went bring home: posts in it, with all that holds for these."""

from datetime import timedelta

import pytest

from cop.models import Policy
from tests import people
from tests.conftest import NOON, later
from tests.gatherings.rows import arrange, sign_up
from tests.gatherings.test_view_gatherings import shown
from tests.people import key, post, words

SOON = NOON.date() + timedelta(days=10)
DAY = 10 * 86_400
SKILL = "They begin each meeting with what went well"


@pytest.fixture
def visit(world):
    made = arrange(world.ann, world.cohort, SOON, places=1)
    sign_up(made, world.bob, world.ann)
    return made


def test_it_has_a_thread_in_its_forum_once(world, visit, client_for):
    here, bob = f"/gatherings/{visit.id}", client_for(world.bob)
    assert "Begin its thread" in shown(bob, here)
    sent = {"key": key()}
    thread = post(bob, f"{here}/thread", sent).location
    assert post(bob, f"{here}/thread", sent).location == thread, "the same form twice"
    assert post(bob, f"{here}/thread", {"key": key()}).status_code == 403, "there is one"
    assert "Visit to Thistle Works" in shown(bob, thread)
    assert thread in shown(client_for(world.ann), here)
    assert post(client_for(world.staff), f"{here}/thread", {"key": key()}).status_code == 403
    assert post(client_for(world.mallory), f"{here}/thread", {"key": key()}).status_code == 404


def test_a19_whoever_went_writes_it_up_once_and_everybody_reads_it(world, visit, client_for):
    here, bob, ann = f"/gatherings/{visit.id}", client_for(world.bob), client_for(world.ann)
    form = {"text": SKILL, "key": key()}
    assert post(bob, f"{here}/write-ups", form).status_code == 403, "before its day"
    with later(DAY):
        assert post(ann, f"{here}/write-ups", form).status_code == 403, "who waited has not been there"
        empty = post(bob, f"{here}/write-ups", form | {"text": ""})
        assert empty.status_code == 422
        answer = post(bob, f"{here}/write-ups", form)
        assert answer.location == f"{here}#write-ups"
        assert post(bob, f"{here}/write-ups", form).location == answer.location
        assert post(bob, f"{here}/write-ups", form | {"key": key()}).status_code == 403
        assert SKILL in shown(ann, here)
        assert "Share it" not in shown(bob, here)
        assert SKILL in shown(ann, _thread(ann, here))


def test_a_write_up_goes_into_the_thread_that_is_there(world, visit, client_for):
    here, bob = f"/gatherings/{visit.id}", client_for(world.bob)
    thread = post(bob, f"{here}/thread", {"key": key()}).location
    with later(DAY):
        sent = post(bob, f"{here}/write-ups", {"text": SKILL, "key": key()})
        assert sent.location == f"{here}#write-ups"
        assert SKILL in shown(client_for(world.ann), thread)


def _thread(client, here: str) -> str:
    page = shown(client, here)
    return "/topics/" + page.split("/topics/")[1].split('"')[0]


def test_it_waits_where_the_space_says_so_and_is_gone_where_it_is_hidden(world, visit, client_for):
    people.set_policy(world.cohort, Policy.ALL_HELD)
    here, bob, ann = f"/gatherings/{visit.id}", client_for(world.bob), client_for(world.ann)
    with later(DAY):
        post(bob, f"{here}/write-ups", {"text": SKILL, "key": key()})
        assert SKILL not in shown(ann, here)
        assert "waits for a moderator" in shown(bob, here)
        assert SKILL in words(ann.get("/moderation"))
