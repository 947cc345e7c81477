"""Roles for a time, as letters speak of them."""

from typing import Any

import sqlalchemy as sa

from cop.db import session
from cop.models import Appointment, Letter, RoleName, Succession
from cop.models.appointment_roles import AppointmentRole
from cop.models.successions import Office

HANDED_ON = {RoleName.MODERATOR, RoleName.FACILITATOR, AppointmentRole.STEWARD, AppointmentRole.STAFF}
"""Roles that somebody should go on with."""


def called(office: Office) -> str:
    """ "moderator of Cohort 1", "sponsor"."""
    if isinstance(office, Appointment):
        return office.role.label.lower()
    return f"{office.name.label.lower()} of {office.membership.space.name}"


def term(office: Office) -> dict[str, Any] | None:
    """What there is to say of the end of a term; None once it has none any more."""
    if office.stage is None or office.last_day is None:
        return None
    name = office.role if isinstance(office, Appointment) else office.name
    return {
        "is_over": office.stage == 0,
        "last_day": office.last_day,
        "is_handed_on": name in HANDED_ON and not _is_followed(office),
    }


def _is_followed(office: Office) -> bool:
    accepted = sa.exists().where(Succession.is_of(office), Succession.accepted_at.is_not(None))
    return bool(session.scalar(sa.select(accepted)))


def succession(letter: Letter, found: Succession) -> dict[str, Any] | None:
    """What there is to say of a succession to whom the letter is for; None for a question that is no longer asked."""
    to_nominee = letter.person_id == found.nominee_id
    if to_nominee and not found.is_waiting():
        return None
    holder = found.appointment.person if found.appointment else found.role.membership.person  # type: ignore[union-attr]
    return {
        "to_nominee": to_nominee,
        "to_holder": letter.person_id == holder.id,
        "accepted": found.accepted_at is not None,
        "nominee": found.nominee.name,
        "nominator": found.nominator.name,
        "holder": holder.name,
        "last_day": found.last_day,
        "next_last_day": found.next_last_day if to_nominee else None,
    }
