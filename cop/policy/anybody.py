"""An actor who is named when a statement is run: what every page asks is made once, and not once for each asker.

To put a statement of many conditions together takes longer than to run it. Conditions are those of any other actor.
"""

from collections.abc import Mapping
from typing import Any, cast

import sqlalchemy as sa

from cop.db import BigId
from cop.models import AppointmentRole, RoleName
from cop.policy.actors import Actor

Standing = frozenset[AppointmentRole]

FORKING = frozenset({AppointmentRole.STAFF, AppointmentRole.STEWARD})
"""Appointments by which conditions differ in more than the ids in them."""


class _Anybody:
    """Stands for an `Actor` in conditions: ids are parameters, appointments are real."""

    def __init__(self, appointments: Standing) -> None:
        self.appointments = appointments
        self.id = sa.bindparam("actor_id", type_=BigId)
        self.roles = self

    @property
    def is_staff(self) -> bool:
        return self.has(AppointmentRole.STAFF)

    def has(self, role: AppointmentRole) -> bool:
        return role in self.appointments

    def keys(self) -> sa.BindParameter[int]:
        """The spaces that they read, as `Actor.roles` has them."""
        return _ids("actor_spaces")

    def spaces_as(self, name: RoleName) -> sa.BindParameter[int]:
        return _ids(f"actor_as_{name}")


def _ids(name: str) -> sa.BindParameter[int]:
    return sa.bindparam(name, type_=BigId, expanding=True)


def standing_of(actor: Actor) -> Standing:
    """By what statements for `actor` differ from those for others."""
    return actor.appointments & FORKING


def anybody(standing: Standing) -> Actor:
    """Whoever stands so, for conditions of a statement that is run with `named(actor)`; it can be asked nothing."""
    return cast(Actor, _Anybody(standing))


def named(actor: Actor) -> Mapping[str, Any]:
    """What a statement made for `anybody` is run with."""
    roles = {f"actor_as_{name}": actor.spaces_as(name) for name in RoleName}
    return {"actor_id": actor.id, "actor_spaces": list(actor.roles), **roles}
