"""Ends the sockets of sign-ins that ended: at once where it is told, and by asking the database (P6)."""

import logging
from collections.abc import Iterable

import sqlalchemy as sa

from cop.db import session
from cop.live import hub, seats
from cop.models import Person, SignIn

log = logging.getLogger("cop.live")

SWEEP_SECONDS = 2


def close_sign_ins(sign_in_ids: Iterable[int]) -> None:
    """End the sockets of these sign-ins on every process; should the bus lose it, the sweeps find out."""
    hub.end_sign_ins(set(sign_in_ids))


def sweep() -> None:
    """End the sockets whose sign-ins no longer stand, in one query: nothing depends on a message arriving (P6)."""
    watched = seats.sign_ins()
    if watched:
        stands = (
            sa.select(SignIn.id)
            .join(SignIn.person)
            .where(SignIn.id.in_(watched), SignIn.stands(), Person.deactivated_at.is_(None))
        )
        hub.end_sign_ins_here(watched - set(session.scalars(stands)))
        session.remove()


def watch_door() -> None:
    """Close, every second, what connected and did not sign in: to run beside the server."""
    hub.arrivals().watch_door()


def sweep_forever() -> None:
    """The sweep of this process, to run beside the server."""
    while True:
        hub.server().sleep(SWEEP_SECONDS)
        try:
            sweep()
        except Exception:
            log.exception("sweep failed")
            session.remove()
