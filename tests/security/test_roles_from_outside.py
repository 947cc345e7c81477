"""A guest and an evaluator are here until a moment; what that opened is shut from then on, to pages and sockets."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.models import Appointment, AppointmentRole
from cop.spaces import commands
from tests import people
from tests.conftest import NOON
from tests.people import words

END = clock.days_after(NOON, 0)
"""Tonight: a sign-in lasts until then, so that nothing else shuts a door."""
OF_MEMBERS = (
    "/directory",
    "/spaces/cohort-1",
    "/spaces/cohort-1/chat",
    "/people/{ann}",
)
OF_STEWARDS = ("/appointments", "/appointments/new", "/holds")


def give(world, person, role) -> Appointment:
    return commands.appoint_person(actor_id=world.staff.id, person_id=person.id, role=role, until=END)


def statuses(client, addresses, **ids) -> set[int]:
    return {client.get(each.format(**ids)).status_code for each in addresses}


@pytest.mark.parametrize("role", [AppointmentRole.GUEST, AppointmentRole.EVALUATOR])
def test_the_door_is_open_until_the_end_and_shut_from_it_on(world, client_for, role):
    eve = people.newcomer("eve")
    held, client = give(world, eve, role), client_for(eve)
    mine = f"/appointments/{held.id}"
    with clock.at(END - timedelta(seconds=1)):
        assert f"<b>{role.label}</b>" in words(client.get("/me/roles"))
        assert client.get(mine).status_code == 200
        assert client_for(world.mallory).get(mine).status_code == 404, "control: nobody else's"
    with clock.at(END):
        assert f"<b>{role.label}</b>" not in words(client.get("/me/roles"))
        assert client.get(mine).status_code == 404
    with clock.at(END + timedelta(minutes=1)):
        commands.end_appointment(actor_id=eve.id, appointment_id=held.id)
        assert db.get(Appointment, held.id).ended_at == END, "what is over is ended no later"


@pytest.mark.parametrize("role", [AppointmentRole.GUEST, AppointmentRole.EVALUATOR])
def test_neither_before_nor_after_it_opens_what_is_for_members(world, client_for, socket_for, role):
    eve = people.newcomer("eve")
    give(world, eve, role)
    client, socket = client_for(eve), socket_for(eve)
    for moment in (NOON, END - timedelta(seconds=1), END):
        with clock.at(moment):
            assert statuses(client, OF_MEMBERS, ann=world.ann.id) <= {403, 404}
            assert statuses(client, OF_STEWARDS) == {404}
            assert not socket.ask("room:open", space="cohort-1")["ok"]
            assert client.get("/").status_code == 200
    bob = client_for(world.bob)
    assert statuses(bob, OF_MEMBERS, ann=world.ann.id) == {200}, "control: a member's doors"
    assert socket_for(world.bob).ask("room:open", space="cohort-1")["ok"]


def test_what_opens_much_is_shut_by_the_same_clock(world, client_for, socket_for):
    """The control of all these: staff read cohorts, and hear what is said there, until their end and no longer."""
    eve = people.newcomer("eve")
    give(world, eve, AppointmentRole.STAFF)
    client, socket = client_for(eve), socket_for(eve)
    for moment, status in ((END - timedelta(seconds=1), 200), (END, 404)):
        with clock.at(moment):
            assert statuses(client, OF_STEWARDS) == {status}
            assert client.get("/spaces/cohort-1").status_code == status
            assert socket.ask("room:open", space="cohort-1")["ok"] is (status == 200)
