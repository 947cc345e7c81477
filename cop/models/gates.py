"""Gates: commands that lock different rows, and yet must not be under way at the same moment, wait at one first."""

from enum import IntEnum

import sqlalchemy as sa

from cop.db import session


class Gate(IntEnum):
    """The number of an advisory lock of PostgreSQL, given back as the transaction ends."""

    HOLDS = 850_035
    MERGERS = 850_036


def pass_alone(gate: Gate) -> None:
    """Go on once nobody else is past `gate`; whoever comes after waits."""
    _pass(sa.func.pg_advisory_xact_lock(gate.value))


def pass_together(gate: Gate) -> None:
    """Go on, with others who pass so, once nobody is past `gate` who passed alone."""
    _pass(sa.func.pg_advisory_xact_lock_shared(gate.value))


def _pass(lock: sa.Function[None]) -> None:
    """SQLite has one writer at a time and needs no gate."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(lock))
