"""What somebody can be outside of any space, for how long that usually is, and what is said when it is given."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from cop import clock
from cop.errors import Invalid
from cop.models.dated import read_day


class AppointmentRole(StrEnum):
    STAFF = "staff"
    STEWARD = "steward"
    SPONSOR = "sponsor"
    EVALUATOR = "evaluator"
    GUEST = "guest"

    @property
    def label(self) -> str:
        return "Programme staff" if self is AppointmentRole.STAFF else self.value.capitalize()


RUNS_NETWORK = (AppointmentRole.STAFF, AppointmentRole.STEWARD)
"""Programme staff, and the stewards who go on after them."""

USUAL_DAYS = {AppointmentRole.EVALUATOR: 365, AppointmentRole.GUEST: 90}
"""For how many days somebody from outside is here where nothing else is said. Without an end they are nothing; all
others may be what they are until further notice (domain.md EV7, and of guests: "expires").
"""


def usual_end(role: AppointmentRole, *, after: datetime | None = None) -> datetime | None:
    """When a role that begins then (None: now) usually ends; None for one that needs no end."""
    days = USUAL_DAYS.get(role)
    return None if days is None else clock.days_after(after or clock.now(), days)


class Tenure(NamedTuple):
    """A role outside of any space that is to be given: at an organisation to a sponsor, from one moment (None: at once)
    to another (None: until further notice).
    """

    role: AppointmentRole
    organisation_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def last_day(self) -> datetime | None:
        """A moment of its last day, in UK time."""
        return clock.last_day(self.until)

    def read(self) -> "Tenure":
        """The same, once it is one that can be given; else Invalid (`organisation`, `since`, `until`)."""
        if (self.role is AppointmentRole.SPONSOR) != (self.organisation_id is not None):
            raise Invalid("Choose an organisation for a sponsor, and for nobody else.", field="organisation")
        read_day(self.until)
        require_end(self.role, self.until)
        if self.since is None or self.since <= clock.now():
            return self._replace(since=None)
        read_day(self.since, field="since")
        if self.until is not None and self.since >= self.until:
            raise Invalid("Choose a first day that is not after the last.", field="since")
        return self


def require_end(role: AppointmentRole, until: datetime | None) -> None:
    """Invalid (`until`) for somebody from outside without an end."""
    if until is None and role in USUAL_DAYS:
        raise Invalid(f"Choose the last day. Nobody is {a(role)} without an end.", field="until")


def a(role: AppointmentRole) -> str:
    """ "an evaluator", "a guest", "programme staff"."""
    if role is AppointmentRole.STAFF:
        return role.label.lower()
    return f"{'an' if role is AppointmentRole.EVALUATOR else 'a'} {role.value}"
