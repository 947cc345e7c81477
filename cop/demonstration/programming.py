"""What the programmes of the demonstration say of themselves, who stood behind them, and when they ended."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cop import clock
from cop.db import session
from cop.demonstration.story import document
from cop.models import PartnerRole, Programme, ProgrammeStatus
from cop.programme import commands
from cop.programme.commands import Said

BEFORE = timedelta(days=60)
"""How long before the end of the story somebody wrote it down."""


def describe(as_of: datetime, *, staff_id: int) -> None:
    """Let the page of each programme say what it was."""
    with clock.at(as_of - BEFORE):
        for each in document("programmes")["programme"]:
            programme = session.scalars(sa.select(Programme).where(Programme.slug == each["slug"])).one()
            _describe(programme, each, staff_id=staff_id)


def _describe(programme: Programme, each: Mapping[str, Any], *, staff_id: int) -> None:
    about: dict[str, Any] = {"actor_id": staff_id, "programme_id": programme.id}
    told = ("rationale", "domain", "eligibility", "cost", "recognition")
    said = Said(
        programme.name,
        parent=programme.parent,
        summary=programme.summary,
        **{name: each.get(name, "") for name in told},
    )
    commands.edit_programme(**about, said=said)
    for partner in each["partner"]:
        commands.name_partner(**about, role=PartnerRole(partner["role"]), name=partner["name"])
    commands.set_status(**about, status=ProgrammeStatus(each["status"]), ended_on=each["ended_on"])
