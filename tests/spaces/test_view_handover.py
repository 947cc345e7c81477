"""The page of the handover."""

import pytest

from cop.models import Condition, HandoverCheck
from cop.spaces import commands
from tests import people
from tests.people import post, words
from tests.spaces.test_command_handover import follow, tick_all


@pytest.fixture
def steward(world):
    return people.a_steward()


def test_conditions_are_ticked_and_unticked(world, client_for, steward):
    client = client_for(steward)
    assert "0 of 12 are met" in words(client.get("/handover"))
    address = "/handover/conditions/controller"
    answer = post(client, address, {"note": "Invented Trust"})
    assert (answer.status_code, answer.location) == (303, "/handover#controller")
    page = words(client.get("/handover"))
    assert "1 of 12 are met" in page
    assert "Invented Trust. Steward" in page
    assert post(client, f"{address}/removal", {}).status_code == 303
    assert HandoverCheck.all() == {}


def test_what_is_missing_is_asked_for_beside_its_field(world, client_for, steward):
    answer = post(client_for(steward), "/handover/conditions/hosting", {"note": ""})
    assert answer.status_code == 422
    assert words(answer).count("Say who, where, or until when.") == 2


@pytest.mark.parametrize("condition", ["stewards", "none"])
def test_what_nobody_ticks_is_no_address(world, client_for, condition):
    assert post(client_for(world.staff), f"/handover/conditions/{condition}", {}).status_code == 404


def test_the_day_is_chosen_by_staff_once_all_is_met(world, client_for, steward):
    staff = client_for(world.staff)
    assert "Once all of this is met" in words(staff.get("/handover"))
    assert post(staff, "/handover", {"until": "2026-06-30"}).status_code == 409
    follow(world, "one", "two", "three")
    tick_all(world.staff)
    assert "Hand over" in words(staff.get("/handover"))
    assert "Hand over</button>" not in words(client_for(steward).get("/handover"))

    assert post(staff, "/handover", {"until": ""}).status_code == 422
    assert post(staff, "/handover", {"until": "2026-06-30"}).status_code == 303
    assert "30 Jun 2026" in words(staff.get("/appointments"))


def test_others_find_no_such_page(world, client_for):
    commands.check(actor_id=world.staff.id, condition=Condition.DOMAIN)
    for person in (world.ann, world.mallory):
        assert client_for(person).get("/handover").status_code == 404
        assert post(client_for(person), "/handover/conditions/domain/removal", {}).status_code == 404
    assert Condition.DOMAIN in HandoverCheck.all()
