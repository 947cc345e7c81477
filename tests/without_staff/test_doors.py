"""Each door that is open to staff is open to some participant as well, in each state of what is behind it."""

from cop.models import AppointmentRole
from tests.authz.declared import read_rules
from tests.people import post
from tests.without_staff.doors import PARTICIPANTS, tasks_of
from tests.without_staff.place import Walk, walk

__all__ = ["walk"]

FOR_STAFF_ALONE = {
    "GET /demonstration/mail": "letters are shown in a demonstration and nowhere else",
}


def test_staff_pass_no_door_that_is_closed_to_all_participants():
    closed = {
        door
        for door, rule in read_rules("doors").items()
        for passing in rule.who.values()
        if "staff" in passing and not PARTICIPANTS & passing
    }
    assert closed == set(FOR_STAFF_ALONE)


def test_there_is_something_to_be_done():
    """The control: what the walks are held to is taken from there."""
    assert {"POST /waves", "POST /spaces/<slug>/placing"} <= tasks_of("steward")
    assert {"POST /spaces/<slug>/placing", "POST /posts/<int:post_id>/purge"} <= tasks_of("moderator")
    assert "POST /topics/<int:topic_id>/posts" not in tasks_of("moderator")


def test_behind_the_doors_two_things_are_for_staff_alone(walk: Walk):
    """Neither is missed: whoever runs the installation appoints new staff, and without any no roles are to end."""
    bob = {"person": walk.bob.id, "role": AppointmentRole.STAFF.value, "organisation": "", "until": ""}
    stella = walk.client(walk.steward)
    assert post(stella, "/appointments/new?name=bob", bob).status_code == 422
    assert post(stella, "/handover", {"until": "2026-12-31"}).status_code == 403
    steward = bob | {"role": AppointmentRole.STEWARD.value}
    assert post(stella, "/appointments/new?name=bob", steward).status_code == 303, "control"
