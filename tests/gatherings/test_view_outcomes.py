"""What an event has come to, the programmes that build on it, and who comes to it from outside."""

import re
from datetime import timedelta

import pytest

from cop.models import GatheringKind, Invited, Scope
from cop.spaces import commands as spaces
from tests import people
from tests.conftest import NOON
from tests.gatherings.rows import arrange
from tests.gatherings.test_view_gatherings import shown
from tests.people import post, words

SOON = NOON.date() + timedelta(days=10)
OUTPUT = "What research offices need"


@pytest.fixture
def event(world):
    about = {"kind": GatheringKind.STAKEHOLDER_ENGAGEMENT, "called": "Listening day", "purpose": "To hear it"}
    reach = {"scope": Scope.REGIONAL, "region": "Teaselshire", "invited": Invited.DIRECTORS}
    return arrange(world.staff, world.network, SOON, **about, **reach)


@pytest.fixture
def staff(world, client_for):
    return client_for(world.staff)


def test_b27_an_event_says_whom_it_reaches_and_who_is_invited(event, world, client_for):
    assert "/spaces/network/gatherings/new" in shown(client_for(world.staff), "/gatherings")
    assert "Listening day" in shown(client_for(world.bob), "/gatherings")
    page = shown(client_for(world.bob), f"/gatherings/{event.id}")
    for said in ("Engagement event", "Regional: Teaselshire", "Directors", "To hear it"):
        assert said in page
    assert "Sign up" not in page, "he is no director"


def test_a08_an_event_lists_its_outputs_and_a_programme_builds_on_them(event, world, staff, client_for):
    here, bob = f"/gatherings/{event.id}", client_for(world.bob)
    programme = spaces.create_programme(actor_id=None, name="Leading Thistles")
    at = f"/programmes/{programme.slug}"
    assert "nothing to choose" in shown(staff, f"{at}/grounds")
    wrong = post(staff, f"{here}/outputs", {"title": OUTPUT, "address": "javascript:x"})
    assert wrong.status_code == 422
    assert OUTPUT in words(wrong)
    sent = {"title": OUTPUT, "address": "https://example.org/report"}
    assert post(staff, f"{here}/outputs", sent).location == f"{here}#outputs"
    assert OUTPUT in shown(bob, here)
    assert post(bob, f"{here}/outputs", sent).status_code == 403
    chosen = re.search(r'<option value="(\d+)"', shown(staff, f"{at}/grounds"))[1]
    assert post(staff, f"{at}/grounds", {"output_id": chosen}).status_code == 303
    assert post(staff, f"{at}/grounds", {"output_id": chosen}).status_code == 409
    assert OUTPUT in shown(bob, at)
    stranger = client_for(people.newcomer("dan", world.other))
    assert OUTPUT not in shown(stranger, at), "who does not read the event learns nothing of it"
    gone = re.search(r"/outputs/\d+/removal", shown(staff, f"{here}/outcomes"))[0]
    assert post(staff, gone).status_code == 303
    assert OUTPUT not in shown(bob, at)


def test_b19_people_from_outside_are_read_by_who_looks_after_the_space_alone(event, world, staff, client_for):
    here, bob = f"/gatherings/{event.id}", client_for(world.bob)
    about = {"name": "Tansy Inventor", "organisation": "Yarrow University (invented)"}
    assert post(staff, f"{here}/outsiders", about).location == f"{here}/outcomes"
    assert "Tansy Inventor" in shown(staff, f"{here}/outcomes")
    assert "Tansy Inventor" not in shown(bob, here)
    assert bob.get(f"{here}/outcomes").status_code == 403
    assert post(bob, f"{here}/outsiders", about).status_code == 403
    gone = re.search(r"/outsiders/\d+/removal", shown(staff, f"{here}/outcomes"))[0]
    assert post(bob, gone).status_code == 403
    post(staff, gone)
    assert "Tansy Inventor" not in shown(staff, f"{here}/outcomes")
