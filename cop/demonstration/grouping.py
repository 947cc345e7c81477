"""The groups of the demonstration, who has asked to join one, and a role that ends before long."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cop import clock
from cop.db import session
from cop.demonstration.story import document
from cop.models import Appointment, AppointmentRole, Joining, Policy, SpaceKind
from cop.spaces import commands as spaces

ENDS_IN = timedelta(days=60)


def gather_groups(as_of: datetime, *, staff_id: int, people: Mapping[str, int]) -> None:
    """Make the groups in the weeks before `as_of`, and let people ask for them."""
    for each in document("groups")["group"]:
        with clock.at(as_of - timedelta(days=each["days_ago"])):
            space_id = _make(each, people)
        for request in each.get("request", ()):
            with clock.at(as_of - timedelta(days=request["days_ago"])):
                spaces.ask_to_join(
                    actor_id=people[request["person"]], space_id=space_id, said=request["said"]
                )
    with clock.at(as_of):
        _end_a_term(as_of + ENDS_IN, staff_id=staff_id)


def _make(each: Mapping[str, Any], people: Mapping[str, int]) -> int:
    moderator = people[each["moderator"]]
    group = spaces.create_space(
        actor_id=None,
        kind=SpaceKind.GROUP,
        name=each["name"],
        slug=each["slug"],
        purpose=each["purpose"],
        about=each["about"],
        policy=Policy.OPEN,
        leader_id=moderator,
    )
    spaces.set_joining(actor_id=moderator, space_id=group.id, joining=Joining.ASKED)
    for key in each["members"]:
        spaces.add_member(actor_id=moderator, space_id=group.id, person_id=people[key])
    return group.id


def _end_a_term(until: datetime, *, staff_id: int) -> None:
    """That of a steward, who is asked to name a successor."""
    held = sa.select(Appointment.id).where(Appointment.role == AppointmentRole.STEWARD, Appointment.holds())
    steward_id = session.scalars(held.order_by(Appointment.id).limit(1)).one()
    spaces.set_term(actor_id=staff_id, appointment_id=steward_id, until=until)
